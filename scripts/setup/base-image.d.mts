/** The local image that behaves like python:3.11-slim; `npm test` and `npm run demo` make it. */
export const baseImage: string;

/** Makes it, where the Engine at `address` (unix:///…, tcp://…) has it not yet. */
export function ensureBaseImage(address: string): Promise<string>;

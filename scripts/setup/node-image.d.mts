/** What Tailrace's own image is built on in the tests. */
export const nodeImage: string;

/** Makes sure that the Engine has `nodeImage`; gives its tag. Throws SetUpError when it can neither be pulled nor made. */
export function ensureNodeImage(): Promise<string>;

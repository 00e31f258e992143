import { z } from 'zod';

const engineError = z.object({ statusCode: z.number() });

/** Whether the Engine answered with this HTTP status, e.g. 404 for what is not there. */
export function hasStatus(error: unknown, status: number): boolean {
  const parsed = engineError.safeParse(error);
  return parsed.success && parsed.data.statusCode === status;
}

/** Whether a container did not start since its image does not have the command. */
export function isNoSuchCommand(error: unknown): boolean {
  return hasStatus(error, 400) || hasStatus(error, 404);
}

/** Awaits the Engine's answer; what is not there gives undefined. */
export async function unlessMissing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (hasStatus(error, 404)) return undefined;
    throw error;
  }
}

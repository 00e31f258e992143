import { setTimeout as delay } from 'node:timers/promises';

/** The promise's value, or an error where it takes longer than this. The promise itself goes on. */
export async function within<T>(milliseconds: number, promise: Promise<T>): Promise<T> {
  const ended = new AbortController();
  const tooLate = delay(milliseconds, undefined, { signal: ended.signal }).then(() => {
    throw new Error(`No answer within ${milliseconds} ms`);
  });
  try {
    return await Promise.race([promise, tooLate]);
  } finally {
    tooLate.catch(() => undefined);
    ended.abort();
  }
}

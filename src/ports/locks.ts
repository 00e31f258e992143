/** Locks over all processes that work on the same database. */
export interface Locks {
  /** Waits until nobody else holds the key, then runs `action` while holding it. An aborted `signal` ends the waiting with its reason. */
  alone<T>(key: string, signal: AbortSignal, action: () => Promise<T>): Promise<T>;
}

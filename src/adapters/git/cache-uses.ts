/** Who works in which cache of a repository, and when each was used last. */
export interface CacheUses {
  /** Notes a use, and gives what ends it. */
  begin(key: string): () => void;
  during<T>(key: string, work: () => Promise<T>): Promise<T>;
  /** Removes a cache by `remove`, unless somebody works in it: false. */
  removeUnused(key: string, remove: () => Promise<void>): Promise<boolean>;
  /** Resolves when the cache is not being removed. */
  untilRemoved(key: string): Promise<void>;
  /** Caches with the one that was used the longest time ago first; those that were never used here come before all. */
  inOrder(keys: readonly string[]): readonly string[];
}

export function cacheUses(): CacheUses {
  const workers = new Map<string, number>();
  const removals = new Map<string, Promise<void>>();
  /** In the order of their last uses. */
  const used = new Set<string>();

  function begin(key: string): () => void {
    workers.set(key, (workers.get(key) ?? 0) + 1);
    used.delete(key);
    used.add(key);
    return () => {
      const left = (workers.get(key) ?? 1) - 1;
      if (left > 0) workers.set(key, left);
      else workers.delete(key);
    };
  }

  return {
    begin,
    async during(key, work) {
      const end = begin(key);
      try {
        return await work();
      } finally {
        end();
      }
    },
    async removeUnused(key, remove) {
      if (workers.has(key)) return false;
      const removal = remove();
      const over = removal.catch(() => undefined).then(() => void removals.delete(key));
      removals.set(key, over);
      await removal;
      return true;
    },
    untilRemoved: (key) => removals.get(key) ?? Promise.resolve(),
    inOrder(keys) {
      const places = new Map([...used].map((key, place) => [key, place]));
      return keys.toSorted((a, b) => (places.get(a) ?? -1) - (places.get(b) ?? -1));
    },
  };
}

import { LRUCache } from 'lru-cache';

const readers = /^(ls-tree|cat-file|log|merge-tree|merge-base)$/;
/** A name that always means the same, and what git calls kinds of objects. */
const lasting = /^(\^?[0-9a-f]{40}(\^\{tree\})?|blob|tree|commit)$/;

/** Bytes that are kept altogether, and of one answer: configurations, listings, commits; no datasets. */
const keptBytes = 16 * 1024 * 1024;
const largestBytes = 256 * 1024;

/** What git said of objects in the caches of repositories. */
export interface GitMemory {
  /** What is remembered under this name, or else what `make` gives. */
  recall(cache: string, what: string, make: () => Promise<Buffer>): Promise<Buffer>;
  knows(cache: string, what: string): boolean;
  /** For a cache that is removed. */
  forget(cache: string): void;
}

/**
 * Remembers answers that never change, as long as the cache is there: a run asks for the same few trees and commits again and again, and
 * every process costs some milliseconds.
 */
export function gitMemory(): GitMemory {
  const answers = new LRUCache<string, Buffer>({
    maxSize: keptBytes,
    maxEntrySize: largestBytes,
    sizeCalculation: (answer, key) => answer.length + key.length,
  });
  /** An answer that was on its way when its cache was removed is not kept. */
  const removals = new Map<string, number>();
  return {
    async recall(cache, what, make) {
      const key = `${cache}\0${what}`;
      const known = answers.get(key);
      if (known) return known;
      const before = removals.get(cache);
      const made = await make();
      if (removals.get(cache) === before) answers.set(key, made);
      return made;
    },
    knows: (cache, what) => answers.has(`${cache}\0${what}`),
    forget(cache) {
      removals.set(cache, (removals.get(cache) ?? 0) + 1);
      for (const key of [...answers.keys()]) if (key.startsWith(`${cache}\0`)) answers.delete(key);
    },
  };
}

/** Whether a git command only reads objects, and names them by their hashes: that always prints the same. */
export function readsObjectsOnly(args: readonly string[]): boolean {
  const [command = '', ...rest] = args;
  const end = rest.indexOf('--');
  const names = (end < 0 ? rest : rest.slice(0, end)).filter((word) => !word.startsWith('-'));
  return readers.test(command) && names.length > 0 && names.every((name) => lasting.test(name));
}

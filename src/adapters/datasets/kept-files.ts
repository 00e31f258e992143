import { createReadStream } from 'node:fs';
import { mkdir, stat, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { HeldFile } from '../../ports/datasets.ts';
import { pruneFolder } from './prune-folder.ts';

/** Files on our disk that can be had again. */
export interface KeptFiles {
  /**
   * Gives the file at this path below the folder, after `make` has made it where it is not there. Only one at a time makes a file; the
   * others wait for it, each as long as its own signal lets it.
   */
  hold(path: string, signal: AbortSignal, make: (file: string) => Promise<void>): Promise<HeldFile>;
  has(path: string): Promise<boolean>;
  /** Removes what was not used for the longest time, until the rest has at most so many bytes; never what is held or being made. */
  prune(mostBytes: number): Promise<void>;
}

export function keptFiles(folder: string, now: () => Date): KeptFiles {
  const holders = createHolders();
  const turns = createTurns();

  async function ensure(file: string, make: (file: string) => Promise<void>): Promise<number> {
    const there = await stat(file).catch(() => undefined);
    if (!there) await mkdir(dirname(file), { recursive: true });
    if (!there) await make(file);
    await utimes(file, now(), now());
    return (there ?? (await stat(file))).size;
  }

  return {
    async hold(path, signal, make) {
      const file = join(folder, path);
      const release = holders.add(file);
      try {
        const bytes = await turns.take(file, signal, () => ensure(file, make));
        return { bytes, content: () => createReadStream(file), release };
      } catch (error) {
        release();
        throw error;
      }
    },
    has: async (path) => (await stat(join(folder, path)).catch(() => undefined)) !== undefined,
    prune: (mostBytes) => pruneFolder(folder, mostBytes, (file) => holders.has(file) || turns.has(file)),
  };
}

/** Counts who holds what. */
function createHolders() {
  const counts = new Map<string, number>();
  return {
    has: (key: string) => counts.has(key),
    /** Gives what lets go again; once. */
    add(key: string): () => void {
      counts.set(key, (counts.get(key) ?? 0) + 1);
      let held = true;
      return () => {
        const left = (counts.get(key) ?? 0) - (held ? 1 : 0);
        held = false;
        if (left > 0) counts.set(key, left);
        else counts.delete(key);
      };
    },
  };
}

/** Work for the same key, one after the other. */
function createTurns() {
  const last = new Map<string, Promise<unknown>>();
  return {
    has: (key: string) => last.has(key),
    take<T>(key: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
      const turn = (last.get(key) ?? Promise.resolve()).then(() => {
        signal.throwIfAborted();
        return work();
      });
      const over = turn.then(forget, forget);
      last.set(key, over);
      function forget() {
        if (last.get(key) === over) last.delete(key);
      }
      return untilAborted(turn, signal);
    },
  };
}

/** An abort ends the waiting at once; the work ends by itself. */
async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  const { promise, reject } = Promise.withResolvers<never>();
  const stop = () => reject(signal.reason);
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

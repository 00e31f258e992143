import type { Log } from '../../ports/log.ts';

/** Something on a disk that can be had again. */
export interface Cache {
  readonly name: string;
  /** Removes what was not used for the longest time, until at most so many bytes are left; never what is in use. */
  prune(mostBytes: number, busyRepositories: ReadonlySet<string>): Promise<void>;
}

export interface CachePorts {
  readonly caches: readonly Cache[];
  /** The most that each cache may have. */
  readonly cacheBytes: number;
  readonly engine: { busyRepositories(): Promise<ReadonlySet<string>> };
  readonly log: Log;
}

/** Keeps each cache within its bound. One that can't be pruned now is pruned the next time. */
export async function boundCaches({ caches, cacheBytes, engine, log }: CachePorts): Promise<void> {
  const busy = await engine.busyRepositories();
  for (const cache of caches) {
    await cache
      .prune(cacheBytes, busy)
      .catch((error: unknown) => log.warn({ err: error, cache: cache.name }, 'a cache could not be pruned'));
  }
}

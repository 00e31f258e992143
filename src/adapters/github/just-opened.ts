import { LRUCache } from 'lru-cache';
import { formatRepository, type RepositoryRef } from '../../domain/repository-ref.ts';
import type { Clock } from '../../ports/clock.ts';

/** So long nobody else can have said something for us on a pull request: its first run has only begun. */
const freshMs = 10_000;

/** Pull requests that this process opened just now: they have no comment of ours, which saves the search. */
export interface JustOpened {
  note(repository: RepositoryRef, number: number): void;
  /** Whether it was opened just now; true once, since the next comment may be there already. */
  take(repository: RepositoryRef, number: number): boolean;
}

export function justOpened(clock: Clock): JustOpened {
  const openedAt = new LRUCache<string, number>({ max: 1000 });
  const keyOf = (repository: RepositoryRef, number: number) => `${formatRepository(repository)}#${number}`;
  return {
    note: (repository, number) => void openedAt.set(keyOf(repository, number), clock.now().getTime()),
    take(repository, number) {
      const key = keyOf(repository, number);
      const at = openedAt.get(key);
      openedAt.delete(key);
      return at !== undefined && clock.now().getTime() - at < freshMs;
    },
  };
}

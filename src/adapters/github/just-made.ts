import { LRUCache } from 'lru-cache';
import { formatRepository, type RepositoryRef } from '../../domain/repository-ref.ts';
import type { Clock } from '../../ports/clock.ts';

/** So long nobody else can have said something for us there: the first run has only begun. */
const freshMs = 10_000;

/** Pull requests and commits that this process made just now: they have no comment or check of ours, which saves the search. */
export interface JustMade {
  /** `name` is a pull request's number or a commit. */
  note(repository: RepositoryRef, name: number | string): void;
  /** Whether it was made just now; true once, since what comes next may find something there already. */
  take(repository: RepositoryRef, name: number | string): boolean;
}

export function justMade(clock: Clock): JustMade {
  const madeAt = new LRUCache<string, number>({ max: 1000 });
  const keyOf = (repository: RepositoryRef, name: number | string) =>
    `${formatRepository(repository)}#${name}`;
  return {
    note: (repository, name) => void madeAt.set(keyOf(repository, name), clock.now().getTime()),
    take(repository, name) {
      const key = keyOf(repository, name);
      const at = madeAt.get(key);
      madeAt.delete(key);
      return at !== undefined && clock.now().getTime() - at < freshMs;
    },
  };
}

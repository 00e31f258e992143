import { endOfFreeze } from './freezes.ts';
import type { Freeze, Held, Hold } from './hold.ts';

/** What may hold an environment: the holds that nobody ended, and the freezes of its configuration. */
export interface Holding {
  readonly holds: readonly Hold[];
  readonly freeze: readonly Freeze[];
  readonly timezone: string;
}

/**
 * Whether an environment is held at `now`, by what, and until when: of several, what lasts longest. A hold without an end lasts longer
 * than every other.
 */
export function heldNow({ holds, freeze, timezone }: Holding, now: Date): Held | undefined {
  const byPeople = holds
    .filter((hold) => !isOver(hold, now))
    .map(({ id: _, environment: __, ...hold }): Held => ({ kind: 'hold', ...hold, timezone }));
  const byConfiguration = freeze.flatMap((each): Held[] => {
    const until = endOfFreeze(each, timezone, now)?.toISOString();
    return until ? [{ kind: 'freeze', because: each.because, until, timezone }] : [];
  });
  return [...byPeople, ...byConfiguration].toSorted(longestFirst)[0];
}

/** Whether a hold has come to the time at which it ends by itself. */
export function isOver({ until }: Pick<Hold, 'until'>, now: Date): boolean {
  return until !== undefined && new Date(until) <= now;
}

function longestFirst(one: Held, other: Held): number {
  return endOf(other) - endOf(one);
}

function endOf({ until }: Held): number {
  return until === undefined ? Number.POSITIVE_INFINITY : Date.parse(until);
}

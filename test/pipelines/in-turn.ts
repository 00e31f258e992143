import type { Locks } from '../../src/ports/locks.ts';

/** Locks of this process alone. */
export function inTurn(): Locks {
  const tails = new Map<string, Promise<unknown>>();
  return {
    alone: (key, _signal, action) => {
      const turn = (tails.get(key) ?? Promise.resolve()).then(action, action);
      tails.set(key, turn);
      return turn;
    },
  };
}

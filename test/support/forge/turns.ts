import { AsyncLocalStorage } from 'node:async_hooks';

const tails = new WeakMap<object, Promise<unknown>>();
const held = new AsyncLocalStorage<ReadonlySet<object>>();

/**
 * Runs what is given for the same key one after the other: a repository's refs are compared before and after each. What is started
 * within a turn belongs to it.
 */
export function inTurn<Result>(key: object, run: () => Promise<Result>): Promise<Result> {
  const mine = held.getStore();
  if (mine?.has(key)) return run();
  const inside = () => held.run(new Set([...(mine ?? []), key]), run);
  const result = (tails.get(key) ?? Promise.resolve()).then(inside, inside);
  tails.set(
    key,
    result.catch(() => {}),
  );
  return result;
}

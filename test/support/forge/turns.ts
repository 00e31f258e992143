const tails = new WeakMap<object, Promise<unknown>>();

/** Runs what is given for the same key one after the other: a repository's refs are compared before and after each. */
export function inTurn<Result>(key: object, run: () => Promise<Result>): Promise<Result> {
  const result = (tails.get(key) ?? Promise.resolve()).then(run, run);
  tails.set(
    key,
    result.catch(() => {}),
  );
  return result;
}

import type { Deployment } from '../release.ts';

/** What an environment ran, newest first, and which releases were withdrawn there. */
export interface RanThere {
  readonly deployments: readonly Deployment[];
  readonly withdrawn: ReadonlySet<string>;
}

export type RollbackTarget =
  | { readonly kind: 'found'; readonly from: Deployment; readonly to: Deployment }
  /** Nothing was ever deployed there. */
  | { readonly kind: 'nothing runs' }
  /** There is no good release before the one that runs. */
  | { readonly kind: 'nothing before'; readonly from: Deployment }
  | { readonly kind: 'never there'; readonly from: Deployment }
  | { readonly kind: 'runs already'; readonly from: Deployment };

/**
 * The deployment that a rollback puts back: the newest of the named release, else the newest of another release than the one that runs
 * which was not withdrawn there. A person may name a withdrawn one: then it is wanted again.
 */
export function rollbackTarget({ deployments, withdrawn }: RanThere, named?: string): RollbackTarget {
  const [from, ...older] = deployments;
  if (!from) return { kind: 'nothing runs' };
  if (named === from.release.commit) return { kind: 'runs already', from };
  const to = older.find(({ release }) =>
    named === undefined
      ? release.commit !== from.release.commit && !withdrawn.has(release.commit)
      : release.commit === named,
  );
  if (to) return { kind: 'found', from, to };
  return { kind: named === undefined ? 'nothing before' : 'never there', from };
}

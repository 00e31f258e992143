import { createHash } from 'node:crypto';
import type { Condition, DataCheck } from './data-check.ts';
import type { ColumnProfile, Profile } from './data-found.ts';

type Baseline = Pick<ColumnProfile, 'kind' | 'histogram'>;

/** A condition as the checker takes it: a drift with what it is measured against, where there is that. */
export type AskedCheck = Condition & { readonly baseline?: Baseline | undefined };

/** What is asked of a dataset; whether a miss only warns is judged later. */
export function askedChecks(checks: readonly DataCheck[], released: Profile | undefined): AskedCheck[] {
  return checks.map(({ warnOnly: _, ...condition }) =>
    condition.kind === 'drift'
      ? { ...condition, baseline: baselineOf(condition.column, released) }
      : condition,
  );
}

function baselineOf(column: string, released: Profile | undefined): Baseline | undefined {
  const found = released?.profiled.find(({ name }) => name === column);
  return found && { kind: found.kind, histogram: found.histogram };
}

/** Equal keys mean that a check found the same. `place` tells the checker the format. */
export function checkKey(asked: {
  readonly sha256: string;
  readonly place: string;
  readonly checks: readonly AskedCheck[];
  /** The checker's version. */
  readonly version: string;
}): string {
  const { sha256, place, checks, version } = asked;
  return createHash('sha256')
    .update(JSON.stringify([sha256, place, checks, version]))
    .digest('hex');
}

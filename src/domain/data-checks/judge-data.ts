import type { Override } from '../gates/override.ts';
import type { DataCheck, DatasetChecks } from './data-check.ts';
import type { CheckedDataset, Found } from './data-found.ts';

export interface JudgedCheck {
  readonly check: DataCheck;
  readonly verdict: 'passed' | 'failed' | 'warned' | 'overridden';
  /** undefined where the dataset was not checked. */
  readonly found: Found | undefined;
  /** Who let it pass, where it is overridden. */
  readonly override?: Override | undefined;
}

export interface JudgedDataset extends CheckedDataset {
  readonly checks: readonly JudgedCheck[];
}

/** Judges every check of every dataset. They fail closed: what was not checked has not passed. */
export function judgeData(
  wanted: readonly DatasetChecks[],
  checked: readonly CheckedDataset[],
): readonly JudgedDataset[] {
  return wanted.map(({ dataset, checks }) => {
    const own = checked.find((each) => each.dataset === dataset);
    const { outcome } = own ?? { outcome: { kind: 'not-declared' } as const };
    const found = outcome.kind === 'checked' && outcome.found.length === checks.length ? outcome.found : [];
    return {
      dataset,
      sha256: own?.sha256,
      outcome,
      checks: checks.map((check, index) => judge(check, found[index])),
    };
  });
}

function judge(check: DataCheck, found: Found | undefined): JudgedCheck {
  const missed = check.warnOnly ? 'warned' : 'failed';
  return { check, found, verdict: found?.held ? 'passed' : missed };
}

export function dataPasses(judged: readonly JudgedDataset[]): boolean {
  return judged.every(({ checks }) => checks.every(({ verdict }) => verdict !== 'failed'));
}

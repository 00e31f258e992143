import type { Condition, DatasetChecks } from '../data-checks/data-check.ts';
import type { ConfigurationFile } from './file-schema.ts';

type ChecksInFile = NonNullable<ConfigurationFile['data_checks']>;
type ColumnInFile = NonNullable<ChecksInFile[string]['columns']>[string];

/** One check for each condition, in the order of the file within a dataset. */
export function fillInDataChecks(given: ChecksInFile = {}): DatasetChecks[] {
  return Object.entries(given)
    .map(([dataset, own]) => ({ dataset, checks: checksOf(own) }))
    .sort((a, b) => (a.dataset < b.dataset ? -1 : 1));
}

function checksOf({ rows, unique = [], columns = {}, warn_only = false }: ChecksInFile[string]) {
  const ofDataset: Condition[] = [
    ...(rows ? [{ kind: 'rows', ...rows } as const] : []),
    ...unique.map((key) => ({ kind: 'unique', columns: key }) as const),
  ];
  return [
    ...ofDataset.map((condition) => ({ ...condition, warnOnly: warn_only })),
    ...Object.entries(columns).flatMap(([column, own]) =>
      conditionsOf(column, own).map((condition) => ({ ...condition, warnOnly: own.warn_only ?? warn_only })),
    ),
  ];
}

/** A column without a condition has to be there. */
function conditionsOf(column: string, given: ColumnInFile): Condition[] {
  const { type, min, max, max_nulls, allowed, drift } = given;
  const conditions: Condition[] = [
    ...(type ? [{ kind: 'type', column, type } as const] : []),
    ...(min === undefined && max === undefined ? [] : [{ kind: 'range', column, min, max } as const]),
    ...(max_nulls === undefined ? [] : [{ kind: 'nulls', column, max: shareOf(max_nulls) } as const]),
    ...(allowed ? [{ kind: 'allowed', column, values: allowed } as const] : []),
    ...(drift ? [{ kind: 'drift', column, max: drift.max } as const] : []),
  ];
  return conditions.length > 0 ? conditions : [{ kind: 'column', column }];
}

/** 0.01 for `1%`. */
function shareOf(percent: string): number {
  return Number.parseFloat(percent) / 100;
}

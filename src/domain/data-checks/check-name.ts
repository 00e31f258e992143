import type { Condition } from './data-check.ts';

/** What a check of data is called: `customers.age`, as people write a column; the dataset alone where its rows are meant. */
export function checkName(dataset: string, condition: Condition): string {
  if (condition.kind === 'rows') return dataset;
  return `${dataset}.${condition.kind === 'unique' ? condition.columns.join('+') : condition.column}`;
}

import { numberText } from '../texts/numbers.ts';

export type ColumnType = 'integer' | 'number' | 'string' | 'boolean' | 'date';

/** What must hold of a dataset; of a column's values, missing ones are left to `nulls`. */
export type Condition =
  | { readonly kind: 'rows'; readonly min?: number | undefined; readonly max?: number | undefined }
  /** No two rows have the same values in these columns. */
  | { readonly kind: 'unique'; readonly columns: readonly string[] }
  /** The column is there. */
  | { readonly kind: 'column'; readonly column: string }
  | { readonly kind: 'type'; readonly column: string; readonly type: ColumnType }
  | {
      readonly kind: 'range';
      readonly column: string;
      readonly min?: number | undefined;
      readonly max?: number | undefined;
    }
  /** `max` is the share of missing values: 0.01 for 1 %. */
  | { readonly kind: 'nulls'; readonly column: string; readonly max: number }
  | {
      readonly kind: 'allowed';
      readonly column: string;
      readonly values: readonly (string | number | boolean)[];
    }
  /** `max` is a population stability index, against the profile of the running release's data. */
  | { readonly kind: 'drift'; readonly column: string; readonly max: number };

export type DataCheck = Condition & { readonly warnOnly: boolean };

/** The checks of one dataset. */
export interface DatasetChecks {
  readonly dataset: string;
  readonly checks: readonly DataCheck[];
}

const types = {
  integer: 'whole numbers',
  number: 'numbers',
  string: 'text',
  boolean: 'true or false',
  date: 'dates',
} as const;

const mostValues = 6;

/** A condition as people say it, without the column; the allowed values in it are the configuration's own text, not Markdown. */
export function conditionText(condition: Condition): string {
  switch (condition.kind) {
    case 'rows':
      return `${limitsText(condition)} rows`;
    case 'unique':
      return 'no two rows the same';
    case 'column':
      return 'is there';
    case 'type':
      return types[condition.type];
    case 'range':
      return limitsText(condition);
    case 'nulls':
      return condition.max === 0 ? 'none missing' : `at most ${percentText(condition.max)} missing`;
    case 'allowed':
      return `one of ${valuesText(condition.values)}`;
    case 'drift':
      return `drift ≤ ${condition.max}`;
  }
}

function limitsText({
  min,
  max,
}: {
  readonly min?: number | undefined;
  readonly max?: number | undefined;
}): string {
  if (min !== undefined && max !== undefined) return `${numberText(min)} … ${numberText(max)}`;
  if (min !== undefined) return `≥ ${numberText(min)}`;
  return max === undefined ? 'any number of' : `≤ ${numberText(max)}`;
}

function valuesText(values: readonly (string | number | boolean)[]): string {
  const shown = values.slice(0, mostValues).map(String);
  return [...shown, ...(values.length > mostValues ? ['…'] : [])].join(', ');
}

/** A share of rows for people: `0.33%`. */
export function percentText(share: number): string {
  return `${numberText(Number((share * 100).toPrecision(3)))}%`;
}

import type { MetricValue } from '../test-result.ts';
import { type HtmlTable, readHtmlTable, type TableRow } from './html-table.ts';

/**
 * The metrics of a table: of one with two columns the first names them and the second holds their values; of one with a single row the
 * header names them. A data frame's index counts as a column where it holds names. Undefined where the table is neither.
 */
export function metricsOfTable(html: string): Readonly<Record<string, MetricValue>> | undefined {
  const table = readHtmlTable(html);
  const pairs = table && (pairsOf(table.rows) ?? rowUnderHeader(table));
  return pairs && Object.fromEntries(pairs.map(([name, value]) => [unquoted(name), metricIn(value)]));
}

type Pair = readonly [name: string, value: string];

function pairsOf(rows: readonly TableRow[]): readonly Pair[] | undefined {
  const pairs = rows.map(pairOf);
  const all = pairs.filter((pair) => pair !== undefined);
  return all.length > 0 && all.length === pairs.length ? all : undefined;
}

function pairOf({ heads, values }: TableRow): Pair | undefined {
  const [first = '', second] = values;
  if (values.length === 2 && second !== undefined) return isName(first) ? [first, second] : undefined;
  const index = heads.at(-1) ?? '';
  return values.length === 1 && isName(index) ? [index, first] : undefined;
}

function rowUnderHeader({ header, rows }: HtmlTable): readonly Pair[] | undefined {
  const [row, another] = rows;
  if (!row || another || row.values.length === 0) return undefined;
  const names = header.slice(-row.values.length);
  if (
    names.length < row.values.length ||
    names.some((name) => name === '' || typeof metricIn(name) === 'number')
  )
    return undefined;
  return names.map((name, index) => [name, row.values[index] ?? '']);
}

/** What stands where a number is missing is no name. */
const noNames = ['nan', 'inf', 'infinity', 'na', 'nat', 'none', 'null', 'true', 'false'];

function isName(text: string): boolean {
  return /^["\p{L}_]/u.test(text) && !noNames.includes(text.toLowerCase());
}

/** Some data frames show texts in quotes. */
function unquoted(name: string): string {
  return /^"(.+)"$/.exec(name)?.[1] ?? name;
}

/** A number as JSON writes it; all else is kept as what it was. */
function metricIn(text: string): MetricValue {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'number' && Number.isFinite(value)) return value;
  } catch {
    // Not a number, which the reader is told.
  }
  return { notANumber: text.toWellFormed().slice(0, 80) };
}

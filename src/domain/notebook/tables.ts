import { z } from 'zod';
import type { ShownTable } from '../shown.ts';
import { cellsToRun, type ExecutedNotebook } from './executed.ts';
import { type HtmlTable, readHtmlTable } from './html-table.ts';
import { storable } from './storable.ts';
import { titlesOf } from './titles.ts';

export interface TableLimits {
  readonly tables: number;
  readonly rows: number;
  readonly columns: number;
}

/** A comment's: what fits on a screen. */
export const commentTables: TableLimits = { tables: 5, rows: 20, columns: 12 };

/** So much HTML of all tables together is read; what comes after it is only counted. */
const mostCharacters = 3_000_000;
const mostInCell = 60;

const html = z.union([z.string(), z.array(z.string()).transform((lines) => lines.join(''))]);

/** The tables that a notebook showed as HTML, data frames above all, within limits, and how many more there are. */
export function tablesOf(
  notebook: ExecutedNotebook,
  limits: TableLimits,
): { readonly tables: ShownTable[]; readonly more: number } {
  const titles = titlesOf(notebook);
  const all = cellsToRun(notebook).flatMap(({ number, cell }) =>
    cell.outputs.flatMap(({ data }) => {
      const { success, data: text } = html.safeParse(data?.['text/html']);
      return success && /<table[\s>]/i.test(text) ? [{ cell: number, text }] : [];
    }),
  );
  let left = mostCharacters;
  const tables = all.slice(0, limits.tables).flatMap(({ cell, text }) => {
    left -= text.length;
    const table = left < 0 ? undefined : readHtmlTable(text);
    const title = titles.get(cell);
    if (!table) return [];
    return [{ cell, title: title && storable(title, 120), ...cutTable(table, text, limits) }];
  });
  return { tables, more: all.length - tables.length };
}

function cutTable(
  { header, rows }: HtmlTable,
  text: string,
  limits: TableLimits,
): Pick<ShownTable, 'header' | 'rows' | 'size'> {
  const whole = rows.map(({ heads, values }) => [...heads, ...values]);
  const columns = whole.reduce((most, row) => Math.max(most, row.length), header.length);
  const cut = (row: readonly string[]) =>
    row.slice(0, limits.columns).map((each) => storable(each, mostInCell));
  const said = sizeSaid(text);
  return {
    // Names that stand over other columns than there are say nothing.
    header: header.length === columns ? cut(header) : [],
    rows: whole.slice(0, limits.rows).map(cut),
    size: { rows: Math.max(said?.rows ?? 0, rows.length), columns: Math.max(said?.columns ?? 0, columns) },
  };
}

/** Data frames show a part of themselves only: pandas says `5000 rows × 20 columns` below it, polars `shape: (5_000, 20)` above. */
function sizeSaid(text: string): ShownTable['size'] | undefined {
  const ends = `${text.slice(0, 2000)}\n${text.slice(-2000)}`;
  const found = /(\d+) rows × (\d+) columns/.exec(ends) ?? /shape: \(([\d_]+), ([\d_]+)\)/.exec(ends);
  if (!found) return undefined;
  const [rows = 0, columns = 0] = found.slice(1).map((digits) => Number(digits.replaceAll('_', '')));
  return { rows, columns };
}

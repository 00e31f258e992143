import type { Shown, ShownTable } from '../shown.ts';
import { paragraphs, plain, table } from './markdown.ts';
import { numberText } from './numbers.ts';
import { caption } from './plots.ts';

/** The tables that a notebook showed, as many as there is room for in so many characters. */
export function tablesText({ tables, moreTables }: Shown, most = 16_000): string | undefined {
  if (tables.length + moreTables === 0) return undefined;
  let left = most;
  const shown = tables.flatMap((each) => {
    const text = tableText(each);
    if (text.length > left) return [];
    left -= text.length;
    return [text];
  });
  const more = tables.length + moreTables - shown.length;
  return paragraphs([
    '**Tables**',
    ...shown,
    more > 0 && `… and ${more} more ${more === 1 ? 'table' : 'tables'}: see the executed notebook.`,
  ]);
}

function tableText(shown: ShownTable): string {
  const { header, rows } = shown;
  const columns = rows.reduce((most, row) => Math.max(most, row.length), header.length);
  const each = Array.from({ length: columns }, (_, index) => index);
  const filled = (row: readonly string[]) => each.map((index) => plain(row[index] ?? '', 60));
  const align = each.map((index) => (holdsNumbers(rows, index) ? 'r' : 'l')).join('');
  return paragraphs([
    caption(shown),
    table(filled(header), rows.map(filled), align),
    cutText(shown, columns),
  ]);
}

const number = /^[-+−]?(?:[\d,_]*\.?\d+(?:e[-+]?\d+)?|\d+\.|inf)\s?%?$/i;
const missing = ['', 'nan', 'none', 'null', '<na>', 'nat', '...', '…'];

/** Whether a column has numbers and nothing else: they are compared from the right. */
function holdsNumbers(rows: ShownTable['rows'], column: number): boolean {
  const values = rows
    .map((row) => row[column] ?? '')
    .filter((value) => !missing.includes(value.toLowerCase()));
  return values.length > 0 && values.every((value) => number.test(value));
}

function cutText({ rows, size }: ShownTable, columns: number): string | undefined {
  const cuts = [
    ...(size.rows > rows.length ? [`${rows.length} of ${numberText(size.rows)} rows`] : []),
    ...(size.columns > columns ? [`${columns} of ${numberText(size.columns)} columns`] : []),
  ];
  return cuts.length > 0 ? `*Shown: ${cuts.join(', ')}.*` : undefined;
}

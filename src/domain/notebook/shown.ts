import { nothingShown, type Shown } from '../shown.ts';
import type { ExecutedNotebook } from './executed.ts';
import { livePlotsOf, type Plot } from './plots.ts';
import { commentLines, fewerLines, type PrintedLimits, printedOf } from './printed.ts';
import { slowestCells } from './slowest-cells.ts';
import { commentTables, type TableLimits, tablesOf } from './tables.ts';

export interface ShownLimits {
  readonly tables: TableLimits;
  readonly printed: PrintedLimits;
}

const comments: ShownLimits = { tables: commentTables, printed: commentLines };

/** The long report's: forges render Markdown files of half a megabyte still; a person reads less. */
export const longLimits: ShownLimits = {
  tables: { tables: 60, rows: 200, columns: 40 },
  printed: { first: 300, last: 500 },
};

/** What is told of an executed notebook, without the pictures' bytes; a command has none, and shows nothing. */
export function shownOf(
  notebook: ExecutedNotebook | undefined,
  plots: readonly Plot[],
  limits = comments,
): Shown {
  if (!notebook) return nothingShown;
  const { tables, more } = tablesOf(notebook, limits.tables);
  return {
    plots: plots.map(({ picture: _, ...plot }) => plot),
    live: [...livePlotsOf(notebook)],
    tables,
    moreTables: more,
    printed: printedOf(notebook, limits.printed),
    slowest: slowestCells(notebook),
  };
}

/** What a comment tells, out of what the long report does: reading what was printed takes the longest. */
export function shownInComment(notebook: ExecutedNotebook, long: Shown): Shown {
  const { tables, more } = tablesOf(notebook, comments.tables);
  return { ...long, tables, moreTables: more, printed: fewerLines(long.printed, comments.printed) };
}

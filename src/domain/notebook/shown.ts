import { nothingShown, type Shown } from '../shown.ts';
import type { ExecutedNotebook } from './executed.ts';
import { livePlotsOf, type Plot } from './plots.ts';
import { commentLines, type PrintedLimits, printedOf } from './printed.ts';
import { slowestCells } from './slowest-cells.ts';
import { commentTables, type TableLimits, tablesOf } from './tables.ts';

export interface ShownLimits {
  readonly tables: TableLimits;
  readonly printed: PrintedLimits;
}

const comments: ShownLimits = { tables: commentTables, printed: commentLines };

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

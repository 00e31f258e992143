import type { Shown } from '../shown.ts';
import type { ExecutedNotebook } from './executed.ts';
import { livePlotsOf, type Plot } from './plots.ts';

/** What the comment tells of an executed notebook, without the pictures' bytes. */
export function shownOf(notebook: ExecutedNotebook, plots: readonly Plot[]): Shown {
  return {
    plots: plots.map(({ picture: _, ...plot }) => plot),
    live: [...livePlotsOf(notebook)],
    tables: [],
    moreTables: 0,
    printed: { first: [], left: 0, last: [] },
    slowest: [],
  };
}

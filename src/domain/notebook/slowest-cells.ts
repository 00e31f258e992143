import type { Shown } from '../shown.ts';
import { cellsToRun, type ExecutedNotebook } from './executed.ts';
import { storable } from './storable.ts';
import { titlesOf } from './titles.ts';

/** Cells that took a second at least, the slowest first, by papermill's clock. */
export function slowestCells(notebook: ExecutedNotebook, most = 5): Shown['slowest'] {
  const titles = titlesOf(notebook);
  return cellsToRun(notebook)
    .flatMap(({ number, cell }) => {
      const seconds = cell.metadata.papermill?.duration ?? 0;
      const title = titles.get(number);
      return seconds >= 1 ? [{ cell: number, title: title && storable(title, 120), seconds }] : [];
    })
    .sort((one, other) => other.seconds - one.seconds)
    .slice(0, most);
}

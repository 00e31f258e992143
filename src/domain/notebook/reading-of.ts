import type { ExecutedNotebook, Output } from './executed.ts';
import { type Plot, plotsOf } from './plots.ts';
import type { NotebookReading } from './reading.ts';
import { longLimits, shownInComment, shownOf } from './shown.ts';
import { metricsShown } from './shown-metrics.ts';

export interface ReadNotebook {
  readonly reading: NotebookReading;
  readonly plots: readonly Plot[];
}

/** Everything that is told of a notebook. */
export function readingOf(notebook: ExecutedNotebook): ReadNotebook {
  const plots = plotsOf(notebook);
  const long = shownOf(notebook, plots, longLimits);
  return {
    reading: {
      notebook: judgedPart(notebook),
      metrics: metricsShown(notebook),
      shown: shownInComment(notebook, long),
      long,
    },
    plots,
  };
}

/** Of all sources together, in characters; where they have more, each keeps its share. */
const mostOfSources = 2_000_000;

function judgedPart(notebook: ExecutedNotebook): NotebookReading['notebook'] {
  const all = notebook.cells.reduce((sum, { source }) => sum + source.length, 0);
  const share = all > mostOfSources ? Math.floor(mostOfSources / notebook.cells.length) : all;
  const cells = notebook.cells.map((cell) => ({
    ...cell,
    source: cell.source.trimStart().length > share ? cell.source.trimStart().slice(0, share) : cell.source,
    outputs: cell.outputs.flatMap(judgedOutput),
  }));
  return { ...notebook, cells };
}

/** Errors, and the line on stderr that is IPython's own. */
function judgedOutput({ output_type, name, text, ename, evalue, traceback }: Output): Output[] {
  if (output_type === 'error') return [{ output_type, ename, evalue, traceback }];
  const said = name === 'stderr' ? /^UsageError: .*$/m.exec(text ?? '')?.[0] : undefined;
  return said === undefined ? [] : [{ output_type, name, text: said.slice(0, mostOfLine) }];
}

const mostOfLine = 50_000;

import type { Failure } from '../test-result.ts';
import { cellsToRun, type ExecutedNotebook, type NumberedCell } from './executed.ts';
import type { Execution } from './execution.ts';
import { failureOf } from './failure.ts';

export interface Verdict {
  readonly failure?: Failure | undefined;
  readonly cells: { readonly total: number; readonly executed: number };
}

/** Decides whether a notebook passed, and if not, why. Whatever is not a proven pass is a failure. */
export function judgeExecution(execution: Execution): Verdict {
  const { executed: notebook } = execution;
  const cells = notebook ? cellsToRun(notebook) : [];
  const counts = { total: cells.length, executed: cells.filter(wasRun).length };
  if (execution.exitCode === 0 && notebook && isProven(notebook, cells)) return { cells: counts };
  return { cells: counts, failure: failureOf(execution, notebook, cells) };
}

/**
 * Every cell that had to run has an execution count, papermill saw no exception, and no cell failed or holds an error. papermill's exit
 * code alone is no proof (`sys.exit(0)` gives 0), nor are its statuses (cells after a dead kernel say "completed"). Measured with
 * papermill 2.7.0.
 */
function isProven(notebook: ExecutedNotebook, cells: readonly NumberedCell[]): boolean {
  return (
    notebook.metadata.papermill?.exception !== true &&
    cells.length > 0 &&
    cells.every((cell) => wasRun(cell) && !holdsError(cell))
  );
}

function wasRun({ cell }: NumberedCell): boolean {
  return typeof cell.execution_count === 'number';
}

function holdsError({ cell: { metadata, outputs } }: NumberedCell): boolean {
  return (
    metadata.papermill?.status === 'failed' ||
    metadata.papermill?.exception === true ||
    outputs.some(({ output_type }) => output_type === 'error')
  );
}

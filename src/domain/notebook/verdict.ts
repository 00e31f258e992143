import { stripVTControlCharacters } from 'node:util';
import type { Failure } from '../test-result.ts';
import { type Cell, cellsToRun, type ExecutedNotebook, readExecutedNotebook } from './executed.ts';

/** What is known of a papermill run from outside of the notebook. */
export interface Execution {
  readonly exitCode: number;
  readonly outOfMemory: boolean;
  readonly timedOut: boolean;
  readonly notebook?: string | undefined;
  readonly log: string;
  readonly timeoutSeconds: number;
  readonly memoryBytes: number;
}

export interface Verdict {
  readonly failure?: Failure | undefined;
  readonly cells: { readonly total: number; readonly executed: number };
}

interface NumberedCell {
  readonly number: number;
  readonly cell: Cell;
}

/**
 * Decides whether a notebook passed. A pass is proven: papermill's exit code is 0, every cell that had to run has an execution count,
 * papermill saw no exception, and no cell failed or holds an error. The exit code alone is no proof (`sys.exit(0)` gives 0), nor are
 * papermill's own statuses (cells after a dead kernel say "completed"). Measured with papermill 2.7.0.
 */
export function judgeExecution(execution: Execution): Verdict {
  const notebook = execution.notebook === undefined ? undefined : readExecutedNotebook(execution.notebook);
  const cells = notebook ? cellsToRun(notebook) : [];
  const counts = {
    total: cells.length,
    executed: cells.filter(({ cell }) => typeof cell.execution_count === 'number').length,
  };
  return { cells: counts, failure: failureOf(execution, notebook, cells) };
}

function failureOf(
  execution: Execution,
  notebook: ExecutedNotebook | undefined,
  cells: readonly NumberedCell[],
): Failure | undefined {
  return (
    fromOutside(execution, cells) ??
    fromErrorOutput(execution, cells) ??
    fromPapermill(execution, notebook, cells)
  );
}

/** What stopped the run from outside: the memory limit and the time limit. */
function fromOutside(execution: Execution, cells: readonly NumberedCell[]): Failure | undefined {
  const at = lastStarted(cells);
  if (execution.timedOut) {
    const minutes = Math.round(execution.timeoutSeconds / 6) / 10;
    return failure(
      'run-timeout',
      `The notebook did not end within ${minutes} minutes.`,
      'Make it faster, or raise `notebook.timeout`.',
      at,
    );
  }
  if (execution.outOfMemory) {
    const limit = `${Math.round(execution.memoryBytes / 2 ** 20)} MiB`;
    return failure(
      'out-of-memory',
      `The notebook needed more memory than its limit of ${limit}.`,
      'Use less memory, or raise `notebook.resources.memory`.',
      at,
    );
  }
  return undefined;
}

/** What a cell's own error output tells. */
function fromErrorOutput(execution: Execution, cells: readonly NumberedCell[]): Failure | undefined {
  for (const numbered of cells) {
    const error = numbered.cell.outputs.find((output) => output.output_type === 'error');
    if (!error) continue;
    const ename = error.ename ?? 'Error';
    const details = {
      error: `${ename}: ${error.evalue ?? ''}`,
      traceback: stripVTControlCharacters((error.traceback ?? []).join('\n')),
    };
    if (/CellTimeoutError/.test(execution.log)) {
      return {
        ...failure(
          'cell-timeout',
          `Cell ${numbered.number} ran longer than it may.`,
          'Make it faster, or raise `notebook.cell_timeout`.',
          numbered,
        ),
        ...details,
      };
    }
    if (ename === 'SystemExit') {
      return {
        ...failure(
          'system-exit',
          `Cell ${numbered.number} ended the notebook by \`sys.exit\`.`,
          'Let the notebook run to its end; raise an exception to fail it.',
          numbered,
        ),
        ...details,
      };
    }
    return {
      ...failure(
        'cell-raised',
        `Cell ${numbered.number} raised ${ename}.`,
        'Mend the cell and push; the test runs again by itself.',
        numbered,
      ),
      ...details,
    };
  }
  return undefined;
}

/** What is left: papermill's own exit and records, and cells that never ran. */
function fromPapermill(
  execution: Execution,
  notebook: ExecutedNotebook | undefined,
  cells: readonly NumberedCell[],
): Failure | undefined {
  const { log, exitCode } = execution;
  if (/NoSuchKernel/.test(log))
    return failure(
      'no-kernel',
      "The image has no kernel of the name that the notebook's metadata asks for.",
      'Install it in the image, or choose the kernel `python3` in the notebook.',
    );
  if (exitCode !== 0 && (/DeadKernelError|Kernel died/.test(log) || exitCode === 138)) {
    return failure(
      'kernel-died',
      'The kernel died while the notebook ran.',
      'A library crashed or the process was killed: see the log; try with less data.',
      lastStarted(cells),
    );
  }
  if (!notebook)
    return failure(
      'bad-notebook',
      'papermill wrote no notebook that can be read.',
      'Open the notebook in Jupyter, save it again (nbformat 4), and see the log.',
    );
  const failed = cells.find(
    ({ cell }) => cell.metadata.papermill?.status === 'failed' || cell.metadata.papermill?.exception === true,
  );
  if (failed)
    return failure(
      'cell-raised',
      `Cell ${failed.number} failed.`,
      'See its output in the executed notebook.',
      failed,
    );
  if (exitCode !== 0)
    return failure(
      'papermill-failed',
      `papermill ended with exit code ${exitCode}.`,
      'The log tells why.',
      lastStarted(cells),
    );
  if (notebook.metadata.papermill?.exception === true)
    return failure('papermill-failed', 'papermill recorded an exception.', 'The log tells why.');
  const notRun = cells.find(({ cell }) => typeof cell.execution_count !== 'number');
  if (notRun)
    return failure(
      'incomplete',
      `Cell ${notRun.number} was never run.`,
      'Something ended the notebook early (`exit()`, a dead kernel): let it run to its end.',
      notRun,
    );
  if (cells.length === 0)
    return failure('bad-notebook', 'The notebook has no code to run.', 'Add the test to it.');
  return undefined;
}

function lastStarted(cells: readonly NumberedCell[]): NumberedCell | undefined {
  return cells.findLast(({ cell }) => typeof cell.execution_count === 'number') ?? cells[0];
}

function failure(kind: Failure['kind'], what: string, remedy: string, at?: NumberedCell): Failure {
  return { kind, what, remedy, ...(at ? { cell: at.number, source: at.cell.source } : {}) };
}

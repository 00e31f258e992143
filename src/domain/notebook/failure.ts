import type { Failure } from '../test-result.ts';
import { failureInCell } from './cell-failure.ts';
import type { ExecutedNotebook, NumberedCell } from './executed.ts';
import type { Execution } from './execution.ts';

/** Names what went wrong in a run that is no proven pass, from the surest sign to the least sure. */
export function failureOf(
  execution: Execution,
  notebook: ExecutedNotebook | undefined,
  cells: readonly NumberedCell[],
): Failure {
  return (
    stoppedFromOutside(execution, cells) ??
    withoutKernel(execution) ??
    failureInCell(execution.log, cells, lastStarted(cells)) ??
    diedOfItself(execution, cells) ??
    endedUnwell(execution, notebook, cells)
  );
}

/** The limits of memory and time, and a kernel that was killed: papermill's exit code is 138 then. */
function stoppedFromOutside(execution: Execution, cells: readonly NumberedCell[]): Failure | undefined {
  const at = lastStarted(cells);
  if (execution.timedOut)
    return failure(
      'run-timeout',
      `The notebook did not end within ${timeText(execution.timeoutSeconds)}.`,
      'Make it faster, or raise `notebook.timeout`.',
      at,
    );
  if (execution.outOfMemory)
    return failure(
      'out-of-memory',
      `The notebook needed more memory than its limit of ${Math.round(execution.memoryBytes / 2 ** 20)} MiB.`,
      'Use less memory, or raise `notebook.resources.memory`.',
      at,
    );
  return execution.exitCode === 138 ? kernelDied(at) : undefined;
}

function timeText(seconds: number): string {
  return seconds < 120 ? `${Math.round(seconds)} seconds` : `${Math.round(seconds / 6) / 10} minutes`;
}

function withoutKernel({ log, exitCode }: Execution): Failure | undefined {
  if (exitCode === 0 || !/NoSuchKernel/.test(log)) return undefined;
  return failure(
    'no-kernel',
    "The image has no kernel of the name that the notebook's metadata asks for.",
    'Install it in the image, or choose the kernel `python3` in the notebook.',
  );
}

function diedOfItself({ log, exitCode }: Execution, cells: readonly NumberedCell[]): Failure | undefined {
  return exitCode !== 0 && /DeadKernelError|Kernel died/.test(log)
    ? kernelDied(lastStarted(cells))
    : undefined;
}

function kernelDied(at: NumberedCell | undefined): Failure {
  return failure(
    'kernel-died',
    'The kernel died while the notebook ran.',
    'A library crashed or the process was killed: see the log; try with less data.',
    at,
  );
}

/** No sign in the cells: what papermill left, and cells that never ran. */
function endedUnwell(
  { exitCode }: Execution,
  notebook: ExecutedNotebook | undefined,
  cells: readonly NumberedCell[],
): Failure {
  if (!notebook)
    return failure(
      'bad-notebook',
      'papermill wrote no notebook that can be read.',
      'Open the notebook in Jupyter, save it again (nbformat 4), and see the log.',
    );
  if (exitCode !== 0)
    return failure('papermill-failed', `papermill ended with exit code ${exitCode}.`, 'The log tells why.');
  if (cells.length === 0)
    return failure('bad-notebook', 'The notebook has no code to run.', 'Add the test to it.');
  const notRun = cells.find(({ cell }) => typeof cell.execution_count !== 'number');
  if (notRun)
    return failure(
      'incomplete',
      `Cell ${notRun.number} was never run.`,
      'Something ended the notebook early: let it run to its end.',
      notRun,
    );
  return failure('papermill-failed', 'papermill recorded an exception.', 'The log tells why.');
}

/** Where it was when it ended: papermill gives every cell that it begins a start time. An execution count may be lost with the kernel. */
function lastStarted(cells: readonly NumberedCell[]): NumberedCell | undefined {
  return cells.findLast(({ cell }) => typeof cell.metadata.papermill?.start_time === 'string');
}

function failure(kind: Failure['kind'], what: string, remedy: string, at?: NumberedCell): Failure {
  return { kind, what, remedy, ...(at ? { cell: at.number, source: at.cell.source } : {}) };
}

import type { Failure } from '../test-result.ts';
import { mebibytes, timeText } from '../texts/numbers.ts';
import { diskFull, failureInCell, saysDiskIsFull } from './cell-failure.ts';
import { lessMemory } from './exception-remedy.ts';
import type { ExecutedNotebook, NumberedCell } from './executed.ts';
import type { Execution } from './execution.ts';

/** Names what went wrong in a run that is no proven pass, from the surest sign to the least sure. */
export function failureOf(
  execution: Execution,
  notebook: ExecutedNotebook | undefined,
  cells: readonly NumberedCell[],
): Failure {
  const begun = lastStarted(cells);
  return (
    stoppedFromOutside(execution, begun) ??
    withoutKernel(execution, notebook) ??
    failureInCell({ execution, notebook, cells, begun }) ??
    diedOfItself(execution, begun) ??
    endedUnwell(execution, notebook, cells)
  );
}

/** 128 and the number of SIGKILL or SIGTERM. */
const killedCodes = [137, 143];

/** The limits of memory and time, a kernel that was killed (papermill's exit code is 138 then), and papermill itself killed. */
function stoppedFromOutside(execution: Execution, at: NumberedCell | undefined): Failure | undefined {
  if (execution.timedOut)
    return failure(
      {
        kind: 'run-timeout',
        what: `The notebook did not end within ${timeText(execution.timeoutSeconds)}.`,
        why: at && `It was at cell ${at.number} when it was stopped.`,
        remedy: 'Make it faster, or raise `notebook.timeout`.',
      },
      at,
    );
  if (execution.outOfMemory) return outOfMemory(execution, at);
  if (killedCodes.includes(execution.exitCode)) return killed(at);
  return execution.exitCode === 138 ? kernelDied(at) : undefined;
}

function outOfMemory({ memoryBytes, peakBytes }: Execution, at: NumberedCell | undefined): Failure {
  const reached =
    peakBytes === undefined
      ? ''
      : ` The most that was seen before, by a look each second, was ${mebibytes(peakBytes)}.`;
  return failure(
    {
      kind: 'out-of-memory',
      what: `The notebook needed more memory than its limit of ${mebibytes(memoryBytes)}.`,
      why: `${at ? `It was killed at cell ${at.number}.` : 'It was killed.'}${reached}`,
      remedy: lessMemory,
    },
    at,
  );
}

function killed(at: NumberedCell | undefined): Failure {
  return failure(
    {
      kind: 'killed',
      what: "The notebook's container was killed from outside.",
      why: 'Neither a limit of the notebook nor Tailrace ended it: the machine may have run out of memory, somebody stopped it, or its own code did.',
      remedy: 'Run the check again; if it happens again, ask the operator.',
    },
    at,
  );
}

function withoutKernel(
  { log, exitCode }: Execution,
  notebook: ExecutedNotebook | undefined,
): Failure | undefined {
  if (exitCode === 0 || !/NoSuchKernel/.test(log)) return undefined;
  const asked = (notebook?.metadata.kernelspec?.name ?? '').replaceAll(/[^\w.+-]/g, '').slice(0, 60);
  return failure({
    kind: 'no-kernel',
    what: `The image has no kernel ${asked ? `\`${asked}\`` : "of the name that the notebook's metadata asks for"}.`,
    remedy: 'Install it in the image, or choose the kernel `python3` in the notebook and save it.',
  });
}

function diedOfItself({ log, exitCode }: Execution, at: NumberedCell | undefined): Failure | undefined {
  return exitCode !== 0 && /DeadKernelError|Kernel died/.test(log) ? kernelDied(at) : undefined;
}

function kernelDied(at: NumberedCell | undefined): Failure {
  return failure(
    {
      kind: 'kernel-died',
      what: `The kernel died while ${at ? `cell ${at.number}` : 'the notebook'} ran.`,
      why: 'A library crashed, or the code ended its own process; it was not the memory limit.',
      remedy: 'See the log for what was said last, and run the cell in the image with less data.',
    },
    at,
  );
}

/** No sign in the cells: what papermill left, and cells that never ran. */
function endedUnwell(
  { exitCode, log }: Execution,
  notebook: ExecutedNotebook | undefined,
  cells: readonly NumberedCell[],
): Failure {
  const said = log.trimEnd().split('\n').at(-1) || undefined;
  if (exitCode !== 0 && said && saysDiskIsFull(said))
    return { ...failure(diskFull('papermill')), error: said };
  if (!notebook)
    return {
      ...failure({
        kind: 'bad-notebook',
        what: 'papermill wrote no notebook that can be read.',
        remedy: 'Open the notebook in Jupyter, save it again (nbformat 4), and see the log.',
      }),
      error: said,
    };
  if (exitCode !== 0)
    return {
      ...failure({
        kind: 'papermill-failed',
        what: `papermill ended with exit code ${exitCode}.`,
        remedy: 'The log tells why.',
      }),
      error: said,
    };
  return neverRun(cells);
}

function neverRun(cells: readonly NumberedCell[]): Failure {
  if (cells.length === 0)
    return failure({
      kind: 'no-code',
      what: 'The notebook has no code to run.',
      remedy: 'Add the test to it.',
    });
  const notRun = cells.find(({ cell }) => typeof cell.execution_count !== 'number');
  if (notRun)
    return failure(
      {
        kind: 'incomplete',
        what: `Cell ${notRun.number} was never run.`,
        remedy: 'Something ended the notebook early: let it run to its end.',
      },
      notRun,
    );
  return failure({
    kind: 'papermill-failed',
    what: 'papermill recorded an exception.',
    remedy: 'The log tells why.',
  });
}

/** Where it was when it ended: papermill gives every cell that it begins a start time. An execution count may be lost with the kernel. */
function lastStarted(cells: readonly NumberedCell[]): NumberedCell | undefined {
  return cells.findLast(({ cell }) => typeof cell.metadata.papermill?.start_time === 'string');
}

function failure(said: Pick<Failure, 'kind' | 'what' | 'why' | 'remedy'>, at?: NumberedCell): Failure {
  return { ...said, ...(at ? { cell: at.number, source: at.cell.source } : {}) };
}

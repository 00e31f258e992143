import { cellsToRun, type ExecutedNotebook } from './executed.ts';

/** `count` is the execution count of its cell. */
interface FailedCommand {
  readonly count: number;
  readonly code: number;
}

/** A shell command of a cell that failed does not fail the notebook, but its reader should know. */
export function commandWarnings(
  failed: readonly FailedCommand[],
  notebook: ExecutedNotebook | undefined,
): readonly string[] {
  const cells = notebook ? cellsToRun(notebook) : [];
  const told = failed.flatMap(({ count, code }) => {
    const at = cells.find(({ cell }) => cell.execution_count === count);
    return at
      ? [`Cell ${at.number} ran a command (!…) that ended with exit code ${code}, and went on all the same.`]
      : [];
  });
  return [...new Set(told)];
}

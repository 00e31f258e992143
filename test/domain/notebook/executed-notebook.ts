import { type ExecutedNotebook, readExecutedNotebook } from '../../../src/domain/notebook/executed.ts';
import type { Execution } from '../../../src/domain/notebook/execution.ts';

/** A cell as papermill leaves it; without anything said, one that ran well. */
export interface LeftCell {
  readonly type?: 'code' | 'markdown';
  readonly source?: string;
  /** null: the cell has no execution count. */
  readonly count?: number | null;
  readonly status?: 'completed' | 'failed' | 'pending' | 'running';
  /** Whether papermill gave it a start time; default: unless it is pending. */
  readonly begun?: boolean;
  /** The exception's class in an error output. */
  readonly raised?: string;
  readonly tags?: readonly string[];
  readonly outputs?: readonly object[];
  /** Seconds that it took. */
  readonly duration?: number;
}

export const ran: LeftCell = {};
/** What papermill never came to. */
export const pending: LeftCell = { count: null, status: 'pending' };
/** What a dead kernel or a time-out leaves of later cells: papermill says "completed", and gives no start. */
export const abandoned: LeftCell = { count: null, begun: false };
/** One of the cells that papermill puts above a failure. */
export const banner: LeftCell = {
  source: '<span>…</span>',
  tags: ['papermill-error-cell-tag'],
  type: 'markdown',
};

/** A notebook as papermill 2.7.0 writes it. */
export function leftNotebook(cells: readonly LeftCell[], exception: true | null = null): string {
  return JSON.stringify({
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { kernelspec: { name: 'python3' }, papermill: { exception, version: '2.7.0' } },
    cells: cells.map(writtenCell),
  });
}

function writtenCell(cell: LeftCell, index: number): object {
  const {
    type = 'code',
    source = `step(${index})`,
    count = index + 1,
    status = 'completed',
    tags = [],
  } = cell;
  const { begun = status !== 'pending' } = cell;
  const papermill = {
    status,
    exception: status === 'failed',
    start_time: begun ? '2026-01-02T03:04:05' : null,
    duration: cell.duration ?? null,
  };
  if (type === 'markdown') return { cell_type: 'markdown', source, metadata: { tags, papermill } };
  const error = {
    output_type: 'error',
    ename: cell.raised,
    evalue: 'no',
    traceback: [`\u001b[31m${cell.raised}`],
  };
  const outputs = [...(cell.outputs ?? []), ...(cell.raised === undefined ? [] : [error])];
  return {
    cell_type: 'code',
    source: source.split(/(?<=\n)/),
    execution_count: count,
    outputs,
    metadata: { tags, papermill },
  };
}

/** A run that ended with exit code 0 in its limits, but for what is said. */
export function executionOf(notebook: string | undefined, changes: Partial<Execution> = {}): Execution {
  const limits = { timeoutSeconds: 1800, memoryBytes: 512 * 2 ** 20 };
  const executed = notebook === undefined ? undefined : readExecutedNotebook(notebook);
  return { exitCode: 0, outOfMemory: false, timedOut: false, log: '', executed, ...limits, ...changes };
}

/** The same as our code reads it. */
export function leftCells(cells: readonly LeftCell[]): ExecutedNotebook {
  const notebook = readExecutedNotebook(leftNotebook(cells));
  if (!notebook) throw new Error('the notebook can not be read');
  return notebook;
}

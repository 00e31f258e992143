import { stripVTControlCharacters } from 'node:util';
import type { Failure } from '../test-result.ts';
import type { NumberedCell } from './executed.ts';

type Finding = Pick<Failure, 'kind' | 'what' | 'remedy'>;
type ErrorOutput = NumberedCell['cell']['outputs'][number];

/**
 * What the cells themselves tell of a failure: an error output, or papermill's word that one failed. `log` is papermill's: it names a cell
 * that ran too long, whose error output is a mere KeyboardInterrupt. `begun` is the cell that was begun last.
 */
export function failureInCell(
  log: string,
  cells: readonly NumberedCell[],
  begun: NumberedCell | undefined,
): Failure | undefined {
  const culprit = culpritOf(cells);
  const tooLong =
    /CellTimeoutError/.test(log) && (culprit ? nameOf(culprit.error) === 'KeyboardInterrupt' : true);
  const at = culprit?.at ?? (tooLong ? begun : cells.find(hasFailed));
  if (!at) return undefined;
  const finding = tooLong ? ranTooLong(at) : culprit ? raised(culprit) : failedSilently(at);
  return {
    ...finding,
    cell: at.number,
    source: at.cell.source,
    ...(culprit
      ? {
          error: [nameOf(culprit.error), culprit.error.evalue].filter(Boolean).join(': '),
          traceback: stripVTControlCharacters((culprit.error.traceback ?? []).join('\n')),
        }
      : {}),
  };
}

interface Culprit {
  readonly at: NumberedCell;
  readonly error: ErrorOutput;
  /** The cell is tagged as one that may raise, which papermill fails all the same. */
  readonly tagged: boolean;
}

/** The cell that ended the run: the last that raised without being tagged `raises-exception`, else the first of the tagged ones. */
function culpritOf(cells: readonly NumberedCell[]): Culprit | undefined {
  const raising = cells.flatMap((at): Culprit[] => {
    const error = at.cell.outputs.find((output) => output.output_type === 'error');
    const tagged = at.cell.metadata.tags?.includes('raises-exception') ?? false;
    return error ? [{ at, error, tagged }] : [];
  });
  return raising.findLast(({ tagged }) => !tagged) ?? raising[0];
}

function hasFailed({ cell }: NumberedCell): boolean {
  return cell.metadata.papermill?.status === 'failed' || cell.metadata.papermill?.exception === true;
}

function ranTooLong({ number }: NumberedCell): Finding {
  return {
    kind: 'cell-timeout',
    what: `Cell ${number} ran longer than one cell may.`,
    remedy: 'Make it faster, or raise `notebook.cell_timeout`.',
  };
}

function raised({ at, error, tagged }: Culprit): Finding {
  if (nameOf(error) === 'SystemExit')
    return {
      kind: 'system-exit',
      what: `Cell ${at.number} ended the notebook by \`sys.exit\`.`,
      remedy: 'Let the notebook run to its end; raise an exception to fail it.',
    };
  return {
    kind: 'cell-raised',
    what: `Cell ${at.number} raised \`${nameOf(error)}\`.`,
    remedy: tagged
      ? 'papermill does not accept that, although the cell is tagged `raises-exception`: catch the exception in the cell.'
      : 'Correct the cell and push; the test runs again by itself.',
  };
}

function failedSilently({ number }: NumberedCell): Finding {
  return {
    kind: 'cell-raised',
    what: `Cell ${number} failed.`,
    remedy: 'See what it printed in the executed notebook.',
  };
}

/** The exception's class. The notebook can write anything there, so that only letters of a name are taken. */
function nameOf({ ename }: ErrorOutput): string {
  return ename?.replaceAll(/[^\p{L}\p{N}_.]/gu, '').slice(0, 80) || 'an error';
}

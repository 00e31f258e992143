import { stripVTControlCharacters } from 'node:util';
import type { Failure } from '../test-result.ts';
import { timeText } from '../texts/numbers.ts';
import { exceptionRemedy } from './exception-remedy.ts';
import type { ExecutedNotebook, NumberedCell } from './executed.ts';
import type { Execution } from './execution.ts';
import { mistypedParameters } from './parameter-defaults.ts';

type Finding = Pick<Failure, 'kind' | 'what' | 'why' | 'remedy'>;
type Output = NumberedCell['cell']['outputs'][number];

/** A notebook whose cells are looked into. */
export interface Looked {
  readonly execution: Execution;
  readonly notebook: ExecutedNotebook | undefined;
  readonly cells: readonly NumberedCell[];
  /** The cell that was begun last. */
  readonly begun: NumberedCell | undefined;
}

/**
 * What the cells themselves tell of a failure: an error output, or papermill's word that one failed. papermill's log names a cell that ran
 * too long, whose error output is a mere KeyboardInterrupt.
 */
export function failureInCell(looked: Looked): Failure | undefined {
  const { execution, cells, begun } = looked;
  const culprit = culpritOf(cells);
  const tooLong =
    /CellTimeoutError/.test(execution.log) &&
    (culprit ? nameOf(culprit.error) === 'KeyboardInterrupt' : true);
  const at = culprit?.at ?? (tooLong ? begun : cells.find(hasFailed));
  if (!at) return undefined;
  if (tooLong)
    return { ...ranTooLong(at, execution), ...placeOf(at), ...(culprit && errorOf(culprit.error)) };
  return culprit
    ? { ...raised(culprit, looked), ...placeOf(at), ...errorOf(culprit.error) }
    : { ...failedSilently(at), ...placeOf(at) };
}

function placeOf({ number, cell }: NumberedCell): Pick<Failure, 'cell' | 'source'> {
  return { cell: number, source: cell.source };
}

function errorOf(error: Output): Pick<Failure, 'error' | 'traceback'> {
  return {
    error: [nameOf(error), error.evalue].filter(Boolean).join(': '),
    traceback: stripVTControlCharacters((error.traceback ?? []).join('\n')),
  };
}

interface Culprit {
  readonly at: NumberedCell;
  readonly error: Output;
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

function ranTooLong({ number }: NumberedCell, { cellTimeoutSeconds }: Execution): Finding {
  const limit = cellTimeoutSeconds === undefined ? '' : `, which is ${timeText(cellTimeoutSeconds)}`;
  return {
    kind: 'cell-timeout',
    what: `Cell ${number} ran longer than one cell may${limit}.`,
    remedy: 'Make it faster, or raise `notebook.cell_timeout`.',
  };
}

function raised(culprit: Culprit, looked: Looked): Finding {
  const { at, error, tagged } = culprit;
  const name = nameOf(error);
  if (name === 'SystemExit') return exited(at, error);
  if (saysDiskIsFull(error.evalue ?? '')) return diskFull(`Cell ${at.number}`);
  const what = `Cell ${at.number} raised \`${name}\`.`;
  if (tagged)
    return {
      kind: 'raises-exception',
      what: `Cell ${at.number}, tagged \`raises-exception\`, raised \`${name}\`.`,
      why: 'The tag says that it may, but papermill fails the notebook all the same.',
      remedy: 'Catch the exception in the cell.',
    };
  return (
    mistyped(culprit, what, looked) ?? {
      kind: 'cell-raised',
      what,
      remedy:
        exceptionRemedy(name, error.evalue ?? '', { network: looked.execution.network ?? false }) ??
        'Correct the cell and push.',
    }
  );
}

/** What `sys.exit` was given stands in the error's value: a number, nothing, or a message. */
function exited({ number }: NumberedCell, { evalue = '' }: Output): Finding {
  const code = evalue === '' || evalue === 'None' ? '0' : evalue;
  return {
    kind: 'system-exit',
    what: `Cell ${number} ended the notebook by \`sys.exit${/^-?\d{1,9}$/.test(code) ? `(${code})` : ''}\`.`,
    why: 'The cells after it did not run, whatever the exit code says.',
    remedy: 'Let the notebook run to its end; raise an exception to fail it.',
  };
}

/** Whether an error says that the disk is full (ENOSPC). */
export function saysDiskIsFull(text: string): boolean {
  return /\[Errno 28\]|No space left on device/.test(text);
}

/** `who` found it: a cell, or papermill when it saved the notebook. */
export function diskFull(who: string): Finding {
  return {
    kind: 'disk-full',
    what: `${who} found no space left on the disk.`,
    why: "What a notebook writes lies on the disk of Tailrace's Engine until the run is over.",
    remedy: 'Write less; if it writes little, ask the operator to free the disk, and run the check again.',
  };
}

/** Errors that a value of the wrong type makes. */
const typeErrors = ['TypeError', 'ValueError', 'AttributeError', 'IndexError', 'KeyError'];

function mistyped(
  { at, error }: Culprit,
  what: string,
  { notebook, execution }: Looked,
): Finding | undefined {
  if (!notebook || !execution.parameters || !typeErrors.includes(nameOf(error))) return undefined;
  const used = new Set(at.cell.source.match(/\w+/g));
  const wrong = mistypedParameters(notebook, execution.parameters).find(({ name }) => used.has(name));
  if (!wrong) return undefined;
  return {
    kind: 'bad-parameter',
    what,
    why: `It uses the parameter \`${wrong.name}\`, which was given as ${wrong.given}; its default in the notebook is ${wrong.expected}.`,
    remedy: "Correct it in `notebook.parameters` or in the environment's own `parameters`.",
  };
}

/** IPython's own complaints (a magic that there is not, or with wrong arguments) leave no error output, only a line on stderr. */
function failedSilently({ number, cell }: NumberedCell): Finding & Pick<Failure, 'error'> {
  const said = cell.outputs
    .filter(({ name }) => name === 'stderr')
    .flatMap(({ text = '' }) => text.split('\n'))
    .find((line) => line.startsWith('UsageError: '));
  if (said === undefined)
    return {
      kind: 'cell-raised',
      what: `Cell ${number} failed.`,
      remedy: 'See what it printed in the executed notebook.',
    };
  return {
    kind: 'bad-magic',
    what: `Cell ${number} has a magic command that does not work.`,
    remedy: 'Correct the line that begins with `%`, or load the extension that brings it.',
    error: said,
  };
}

/** The exception's class. The notebook can write anything there, so that only letters of a name are taken. */
function nameOf({ ename }: Output): string {
  return ename?.replaceAll(/[^\p{L}\p{N}_.]/gu, '').slice(0, 80) || 'an error';
}

import { structuredPatch } from 'diff';
import { alignCells, type CellPair } from './align-cells.ts';
import type { ExecutedNotebook, NumberedCell } from './executed.ts';
import { outputsDiffer, outputText } from './output-text.ts';

export interface ChangedParameter {
  readonly name: string;
  /** JSON; undefined where it was not given. */
  readonly before?: string | undefined;
  readonly after?: string | undefined;
}

export interface ChangedCell {
  readonly change: 'added' | 'removed' | 'edited' | 'output';
  /** Its number in the notebook that has it, the later one first. */
  readonly number: number;
  /** Lines that begin with a space, `-` or `+`; undefined where there are too many of them, or nothing but pictures and the like differ. */
  readonly diff?: string | undefined;
}

/** What changed in a notebook since the release that runs now. */
export interface NotebookChanges {
  /** The commit of that release. */
  readonly since: string;
  readonly parameters: readonly ChangedParameter[];
  /** Undefined where the notebooks are too large to be compared. */
  readonly cells?: readonly ChangedCell[] | undefined;
}

type Parameters = Readonly<Record<string, unknown>>;

/** An executed notebook, and the parameters that it was given. */
export interface NotebookRun {
  readonly notebook: ExecutedNotebook | undefined;
  readonly parameters: Parameters;
}

const mostCells = 2000;

/** Compares what two runs of a notebook hold, but for what says when and how often cells ran. */
export function notebookChanges(since: string, before: NotebookRun, after: NotebookRun): NotebookChanges {
  return {
    since,
    parameters: changedParameters(before.parameters, after.parameters),
    cells: changedCells(before.notebook, after.notebook),
  };
}

function changedParameters(before: Parameters, after: Parameters): ChangedParameter[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names
    .map((name) => ({ name, before: json(before, name), after: json(after, name) }))
    .filter((each) => each.before !== each.after);
}

function json(parameters: Parameters, name: string): string | undefined {
  return Object.hasOwn(parameters, name) ? JSON.stringify(parameters[name]) : undefined;
}

function changedCells(
  before: ExecutedNotebook | undefined,
  after: ExecutedNotebook | undefined,
): ChangedCell[] | undefined {
  if (!before || !after || Math.max(before.cells.length, after.cells.length) > mostCells) return undefined;
  return alignCells(before, after).flatMap(changeOf);
}

function changeOf({ before, after }: CellPair): ChangedCell[] {
  if (!before) return after ? [oneSided('added', after, '+')] : [];
  if (!after) return [oneSided('removed', before, '-')];
  const { number } = after;
  if (before.cell.source !== after.cell.source)
    return [{ change: 'edited', number, diff: diffOf(before.cell.source, after.cell.source) }];
  return wasRun(after) && outputsDiffer(before.cell, after.cell)
    ? [{ change: 'output', number, diff: diffOf(outputText(before.cell), outputText(after.cell)) }]
    : [];
}

/** A run that failed shows nothing of the cells that it did not come to. */
function wasRun({ cell }: NumberedCell): boolean {
  return typeof cell.execution_count === 'number';
}

const mostCharacters = 20_000;

function oneSided(change: 'added' | 'removed', { number, cell }: NumberedCell, sign: string): ChangedCell {
  const shown = cell.source.slice(0, mostCharacters);
  return { change, number, diff: shown.replaceAll(/^/gm, sign) };
}

/** Lines that may differ until nobody would read them: the time that a diff takes grows with their square. */
const mostEdits = 500;

function diffOf(before: string, after: string): string | undefined {
  if (Math.max(before.length, after.length) > mostCharacters || before === after) return undefined;
  const options = { context: 2, maxEditLength: mostEdits };
  const patch = structuredPatch('', '', before, after, '', '', options);
  return patch?.hunks
    .map(({ lines }) => lines.filter((line) => !line.startsWith('\\')).join('\n'))
    .join('\n…\n');
}

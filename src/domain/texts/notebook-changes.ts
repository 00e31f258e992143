import type { ChangedCell, ChangedParameter, NotebookChanges } from '../notebook/notebook-changes.ts';
import { code, fold, list, paragraphs, pre } from './markdown.ts';
import { counted, short } from './numbers.ts';

/** How much of the changes is shown. */
export interface ChangesLimits {
  readonly cells: number;
  /** Characters of one cell's diff. */
  readonly characters: number;
  readonly parameters: number;
}

/** In a comment, where other things are read, too. */
const inComment: ChangesLimits = { cells: 12, characters: 1500, parameters: 10 };

/** What changed in the notebook since the release that runs now; undefined where nothing did, and where nothing is compared. */
export function notebookChangesText(
  changes: NotebookChanges | undefined,
  limits: ChangesLimits = inComment,
): string | undefined {
  if (!changes) return undefined;
  const { since, parameters, cells = [] } = changes;
  const counts = [
    ...(parameters.length > 0 ? [counted(parameters.length, 'parameter')] : []),
    ...kinds.flatMap(([change, text]) => text(numbersOf(cells, change))),
    ...(changes.cells ? [] : ['its cells were not compared: it is too large']),
  ];
  if (counts.length === 0) return undefined;
  return paragraphs([
    `**In the notebook, since release \`${short(since)}\`:** ${counts.join(' · ')}`,
    parameters.length > 0 && list(parameters.map(parameterLine), moreParameters, limits.parameters),
    differences(cells, limits),
  ]);
}

type Kind = readonly [ChangedCell['change'], (numbers: readonly number[]) => string[]];

const kinds: readonly Kind[] = [
  ['added', (numbers) => told(numbers, 'added')],
  ['removed', (numbers) => told(numbers, 'removed')],
  ['edited', (numbers) => told(numbers, 'edited')],
  ['output', (numbers) => told(numbers, 'with another output')],
];

function told(numbers: readonly number[], what: string): string[] {
  return numbers.length === 0 ? [] : [`${counted(numbers.length, 'cell')} ${what}`];
}

function numbersOf(cells: readonly ChangedCell[], change: ChangedCell['change']): number[] {
  return cells.filter((cell) => cell.change === change).map(({ number }) => number);
}

function parameterLine({ name, before, after }: ChangedParameter): string {
  const value = (json: string | undefined) => (json === undefined ? 'not given' : code(json, 100));
  return `${code(name, 60)}: ${value(before)} → ${value(after)}`;
}

function moreParameters(more: number): string {
  return `… and ${more} more: see \`record.json\``;
}

function differences(cells: readonly ChangedCell[], limits: ChangesLimits): string | undefined {
  if (cells.length === 0) return undefined;
  const more = cells.length - limits.cells;
  const shown = cells.slice(0, limits.cells).map((cell) => cellText(cell, limits.characters));
  return fold(
    'What changed, cell by cell',
    paragraphs([...shown, more > 0 && `… and ${counted(more, 'cell')} more: see the executed notebook.`]),
  );
}

const headings: Record<ChangedCell['change'], (number: number) => string> = {
  added: (number) => `Cell ${number} is new`,
  removed: (number) => `Cell ${number} of the release is gone`,
  edited: (number) => `Cell ${number} was edited`,
  output: (number) => `Cell ${number} shows something else`,
};

function cellText({ change, number, diff }: ChangedCell, most: number): string {
  const heading = `**${headings[change](number)}**`;
  if (diff) return paragraphs([heading, pre(diff, most)]);
  const rest =
    change === 'output'
      ? 'is not only text: see the plots'
      : 'is too long to be shown here: see the files of the pull request';
  return `${heading}; what differs ${rest}, or the executed notebook.`;
}

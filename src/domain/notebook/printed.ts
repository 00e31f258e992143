import type { Shown } from '../shown.ts';
import { createTerminalLines } from '../terminal-lines.ts';
import { cellsToRun, type ExecutedNotebook, type NumberedCell } from './executed.ts';

/** How many of the first lines are shown, and how many of the last. */
export interface PrintedLimits {
  readonly first: number;
  readonly last: number;
}

export const commentLines: PrintedLimits = { first: 20, last: 40 };

const longestLine = 200;
/** Of what one cell printed, so much of its beginning and so much of its end is read; between them only the lines' ends are counted. */
const mostCharacters = 40_000;

/** What a notebook printed, as a terminal shows it: progress bars as they were at last, without colours. Each cell's lines are headed. */
export function printedOf(notebook: ExecutedNotebook, limits: PrintedLimits): Shown['printed'] {
  const first: string[] = [];
  const last: string[] = [];
  let left = 0;
  const add = (line: string) => {
    if (left === 0 && first.length < limits.first) return first.push(line);
    last.push(line);
    if (last.length <= limits.last) return;
    last.shift();
    left += 1;
  };
  for (const { number, cell } of cellsToRun(notebook)) {
    const { begins, between, ends } = streamsOf(cell);
    if (begins.trim() === '') continue;
    add(`── cell ${number} ──`);
    show(begins, add);
    left += between;
    show(ends, add);
  }
  return { first: first.map(storableLine), left, last: last.map(storableLine) };
}

function show(text: string, onLine: (line: string) => void): void {
  const lines = createTerminalLines(onLine);
  lines.write(Buffer.from(text));
  lines.end();
}

interface Streams {
  readonly begins: string;
  /** How many lines end between. */
  readonly between: number;
  readonly ends: string;
}

function streamsOf({ outputs }: NumberedCell['cell']): Streams {
  const text = outputs
    .filter(({ output_type }) => output_type === 'stream')
    .map((output) => output.text ?? '')
    .join('');
  if (text.length <= 2 * mostCharacters) return { begins: text, between: 0, ends: '' };
  const end = text.length - mostCharacters;
  return {
    begins: text.slice(0, mostCharacters),
    between: lineEnds(text, mostCharacters, end),
    ends: text.slice(end),
  };
}

function lineEnds(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = text.indexOf('\n', from); at !== -1 && at < to; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}

function storableLine(line: string): string {
  const cut = line.length > longestLine ? `${line.slice(0, longestLine)}…` : line;
  return cut.toWellFormed().replaceAll(/[^\P{Cc}\t]|\p{Bidi_Control}/gu, '');
}

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
/** Of what one cell printed, so much of its beginning and so much of its end is read. */
const mostCharacters = 200_000;

/** What a notebook printed, as a terminal shows it: progress bars as they were at last, without colours. Each cell's lines are headed. */
export function printedOf(notebook: ExecutedNotebook, limits: PrintedLimits): Shown['printed'] {
  const first: string[] = [];
  const last: string[] = [];
  let left = 0;
  const add = (line: string) => {
    if (first.length < limits.first) return first.push(line);
    last.push(line);
    if (last.length <= limits.last) return;
    last.shift();
    left += 1;
  };
  for (const { number, cell } of cellsToRun(notebook)) {
    const text = streamsOf(cell);
    if (text.trim() === '') continue;
    add(`── cell ${number} ──`);
    const lines = createTerminalLines((line) => add(storableLine(line)));
    lines.write(Buffer.from(text));
    lines.end();
  }
  return { first, left, last };
}

function streamsOf({ outputs }: NumberedCell['cell']): string {
  const text = outputs
    .filter(({ output_type }) => output_type === 'stream')
    .map((output) => output.text ?? '')
    .join('');
  if (text.length <= 2 * mostCharacters) return text;
  return `${text.slice(0, mostCharacters)}\n…\n${text.slice(-mostCharacters)}`;
}

function storableLine(line: string): string {
  const cut = line.length > longestLine ? `${line.slice(0, longestLine)}…` : line;
  return cut.toWellFormed().replaceAll(/[^\P{Cc}\t]|\p{Bidi_Control}/gu, '');
}

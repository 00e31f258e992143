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
const mostPrinted = 40_000;

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

/** The same with fewer lines. */
export function fewerLines({ first, left, last }: Shown['printed'], limits: PrintedLimits): Shown['printed'] {
  const rest = [...first.slice(limits.first), ...last];
  const shown = rest.slice(-limits.last);
  return { first: first.slice(0, limits.first), left: left + rest.length - shown.length, last: shown };
}

function show(text: string, onLine: (line: string) => void): void {
  const lines = createTerminalLines(onLine);
  lines.write(Buffer.from(text));
  lines.end();
}

interface Ends {
  readonly begins: string;
  /** How many lines end between. */
  readonly between: number;
  readonly ends: string;
}

function streamsOf({ outputs }: NumberedCell['cell']): Ends {
  const streams = outputs.filter(({ output_type }) => output_type === 'stream');
  const text = streams.map((output) => output.text ?? '').join('');
  const left = streams.reduce((sum, { linesLeftOut = 0 }) => sum + linesLeftOut, 0);
  const { begins, between, ends } = endsOf(text);
  return { begins, between: left + between, ends };
}

/** The parts of a text that are read of it. */
export function endsOf(text: string): Ends {
  if (text.length < 2 * mostPrinted) return { begins: text, between: 0, ends: '' };
  const end = text.length - mostPrinted;
  return {
    begins: text.slice(0, mostPrinted),
    between: lineEnds(text, mostPrinted, end),
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

import { stripVTControlCharacters } from 'node:util';
import type { NumberedCell } from './executed.ts';

type Cell = NumberedCell['cell'];
type Output = Cell['outputs'][number];

/** Whether two cells show something else. Where objects lie in memory changes with every run, and how a stream was cut into pieces, too. */
export function outputsDiffer(one: Cell, other: Cell): boolean {
  return comparable(one) !== comparable(other);
}

function comparable(cell: Cell): string {
  const rest = cell.outputs.filter(({ output_type }) => output_type !== 'stream');
  return withoutAddresses(JSON.stringify([streamOf(cell, 'stdout'), streamOf(cell, 'stderr'), rest]));
}

function withoutAddresses(text: string): string {
  return text.replaceAll(/\b0x[0-9a-f]{6,16}\b/gi, '0x…');
}

/** What a cell printed, and its results as text: what a reader of a comment can compare. */
export function outputText(cell: Cell): string {
  const results = cell.outputs.map(resultText).filter((text) => text !== '');
  const text = [streamOf(cell, 'stdout'), streamOf(cell, 'stderr'), ...results].filter(Boolean).join('\n');
  return withoutAddresses(stripVTControlCharacters(text));
}

function streamOf({ outputs }: Cell, name: string): string {
  return outputs
    .filter((output) => output.output_type === 'stream' && output.name === name)
    .map(({ text = '' }) => text)
    .join('');
}

function resultText({ data, ename, evalue }: Output): string {
  if (ename !== undefined) return `${ename}: ${evalue ?? ''}`;
  const plain = data?.['text/plain'];
  return [plain]
    .flat()
    .filter((line) => typeof line === 'string')
    .join('');
}

import { expect, test } from 'vitest';
import { sourceLine } from '../../../src/domain/notebook/source-line.ts';

const cells = [
  { cell_type: 'markdown', source: ['# Test'] },
  { cell_type: 'code', source: ['import json\n', '\n', 'raise ValueError("no")'], outputs: [] },
  { cell_type: 'code', source: 'one\ntwo' },
];
const file = JSON.stringify({ cells, nbformat: 4 }, null, 1);

function at(number: number, line: number): string | undefined {
  const found = sourceLine(file, number, line);
  return found === undefined ? undefined : file.split('\n')[found - 1]?.trim();
}

test('a line of a cell is found where it stands in the file', () => {
  expect(at(2, 3)).toBe('"raise ValueError(\\"no\\")"');
  expect(at(1, 1)).toBe('"# Test"');
});

test('a line that is not there is told by the first, and a source in one string by its own line', () => {
  expect(at(2, 9)).toBe('"import json\\n",');
  expect(at(3, 2)).toBe('"source": "one\\ntwo"');
});

test('without such a cell there is no line', () => {
  expect(at(4, 1)).toBeUndefined();
  expect(sourceLine('{', 1, 1)).toBeUndefined();
});

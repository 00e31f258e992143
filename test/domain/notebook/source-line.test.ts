import { expect, test } from 'vitest';
import { failedLine, sourceLine } from '../../../src/domain/notebook/source-line.ts';

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

test.each([
  [
    'a frame of the cell',
    'ValueError   Traceback (most recent call last)\nCell In[2], line 3\n      1 import json',
    3,
  ],
  ['the cell and not what it calls', 'Cell In[4], line 2\n 1 f()\nCell In[1], line 7, in f()', 2],
  ['a mistake in its syntax', '  Cell In[3], line 5\n    x = = 1', 5],
  ['nothing that it knows', 'Traceback', 1],
  ['no traceback', undefined, 1],
])('the failed line is read from %s', (_, traceback, line) => {
  expect(failedLine(traceback)).toBe(line);
});

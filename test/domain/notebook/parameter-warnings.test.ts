import { expect, test } from 'vitest';
import { readExecutedNotebook } from '../../../src/domain/notebook/executed.ts';
import { parameterWarnings } from '../../../src/domain/notebook/parameter-warnings.ts';
import { type LeftCell, leftNotebook, ran } from './executed-notebook.ts';

const declared: LeftCell = {
  source: 'threshold: float = 0.5  # of the score\ntrees = 100',
  tags: ['parameters'],
};

function warned(log: string, cells: readonly LeftCell[] = [declared, ran]) {
  return parameterWarnings(log, readExecutedNotebook(leftNotebook(cells)));
}

test.each([
  ['Passed unknown parameter: treshold', 'did you mean threshold?'],
  ['Passed unknown parameter: region', 'it knows threshold, trees.'],
])('%s: %s', (line, rest) => {
  const [, name] = line.split(': ');
  expect(warned(`Input Notebook: in.ipynb\n${line}\r\nExecuting`)).toEqual([
    `The notebook has no parameter ${name} in its cell tagged "parameters": ${rest}`,
  ]);
});

test('without a cell of parameters, that is said once', () => {
  const log =
    "Passed unknown parameter: a\nPassed unknown parameter: b\nInput notebook does not contain a cell with tag 'parameters'\n";
  expect(warned(log, [ran])).toEqual([
    expect.stringMatching(/^No cell is tagged "parameters", so a, b was set at the top/),
  ]);
});

test('nothing is said of what only speaks of parameters', () => {
  expect(warned('print: Passed unknown parameter: x\nPassed unknown parameter: <b>')).toEqual([]);
});

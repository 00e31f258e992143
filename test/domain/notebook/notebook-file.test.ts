import { expect, test } from 'vitest';
import { notebookObstacle } from '../../../src/domain/notebook/notebook-file.ts';
import { notebookProblemText } from '../../../src/domain/texts/notebook-problem.ts';

const kernelspec = { name: 'python3', display_name: 'Python 3', language: 'python' };
const sound = {
  nbformat: 4,
  nbformat_minor: 5,
  metadata: { kernelspec },
  cells: [{ cell_type: 'code', source: ['import os\n', 'os.getcwd()'], metadata: {}, outputs: [] }],
};

function written(changes: object): string {
  return JSON.stringify({ ...sound, ...changes }, null, 1);
}

test.each([
  ['as Jupyter saves it', written({})],
  [
    'with an output that is NaN, as Python writes it',
    written({ metadata: { kernelspec, last: 'x' } }).replace('"x"', 'NaN'),
  ],
])('nothing is in the way of a notebook %s', (_, text) => {
  expect(notebookObstacle(text)).toBeUndefined();
});

test.each<[string, string, string]>([
  ['<<<<<<< HEAD\n{}\n=======\n{}\n>>>>>>> feature', 'conflict-markers', 'holds an unresolved conflict'],
  [written({}).slice(0, -10), 'no-json', "can't be read"],
  ['', 'no-json', "can't be read"],
  ['[1]', 'no-notebook', 'is no notebook'],
  ['{"cells": "none"}', 'no-notebook', 'is no notebook'],
  [written({ nbformat: 3, cells: undefined, worksheets: [] }), 'other-format', 'has the format 3'],
  [written({ nbformat: 5 }), 'other-format', 'has the format 5'],
  [written({ metadata: {} }), 'no-kernel-name', 'names no kernel'],
  [written({ cells: [] }), 'no-code', 'has no code'],
  [
    written({
      cells: [
        { cell_type: 'markdown', source: 'x' },
        { cell_type: 'code', source: ' \n' },
      ],
    }),
    'no-code',
    'has no code',
  ],
])('%j: %s', (text, kind, title) => {
  const obstacle = notebookObstacle(text);
  expect(obstacle?.kind).toBe(kind);
  if (!obstacle) return;
  const problem = notebookProblemText('notebooks/evaluate.ipynb', obstacle);
  expect(problem.title).toBe(`notebooks/evaluate.ipynb ${title}`);
  expect(problem.message).toMatch(/^Nothing was built or run, because the notebook .*\.\n\n[A-Z].*\.$/s);
});

import { expect, test } from 'vitest';
import { commandWarnings } from '../../../src/domain/notebook/command-warnings.ts';
import { readExecutedNotebook } from '../../../src/domain/notebook/executed.ts';
import { banner, leftNotebook, ran } from './executed-notebook.ts';

test('a failed command is told once by its cell, as the author counts; one of a cell that is not there is not', () => {
  const notebook = readExecutedNotebook(leftNotebook([banner, ran, { count: 7 }]));
  const failed = [
    { count: 7, code: 1 },
    { count: 7, code: 1 },
    { count: 7, code: 127 },
    { count: 99, code: 1 },
  ];
  const told = (code: number) =>
    `Cell 2 ran a command (!…) that ended with exit code ${code}, and went on all the same.`;
  expect(commandWarnings(failed, notebook)).toEqual([told(1), told(127)]);
  expect(commandWarnings(failed, undefined)).toEqual([]);
});

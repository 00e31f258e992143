import { expect, test } from 'vitest';
import { readExecutedNotebook } from '../../../src/domain/notebook/executed.ts';
import { withHashedOutputs } from '../../../src/domain/notebook/large-outputs.ts';
import { bytesOf } from '../../../src/domain/notebook/notebook-bytes.ts';
import { notebookChanges } from '../../../src/domain/notebook/notebook-changes.ts';
import { leftNotebook } from './executed-notebook.ts';

const most = 10_000;

/** A notebook with pictures of 100 kB of these letters. */
function notebookOf(...pictures: string[]): string {
  const outputs = pictures.map((letter) => [
    { output_type: 'display_data', data: { 'image/png': letter.repeat(100_000) } },
  ]);
  return leftNotebook(outputs.map((each) => ({ outputs: each })));
}

function changedCells(before: string, after: string) {
  const [one, other] = [before, after].map((text) => {
    const hashed = withHashedOutputs(bytesOf(text), most);
    return { parameters: {}, notebook: hashed === undefined ? undefined : readExecutedNotebook(hashed) };
  });
  return one && other && notebookChanges('a'.repeat(40), one, other).cells;
}

test('large outputs are compared without being parsed', () => {
  expect(changedCells(notebookOf('a', 'b'), notebookOf('a', 'c'))).toEqual([{ change: 'output', number: 2 }]);
  expect(changedCells(notebookOf('a', 'b'), notebookOf('a', 'b'))).toEqual([]);
});

test('what is too large without them is not', () => {
  const long = leftNotebook([{ source: 'x'.repeat(most) }]);
  expect(changedCells(long, notebookOf('a'))).toBeUndefined();
});

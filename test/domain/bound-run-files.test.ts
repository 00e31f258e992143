import { describe, expect, test } from 'vitest';
import { boundFailure } from '../../src/domain/evidence/bound-failure.ts';
import { boundRunFiles } from '../../src/domain/evidence/bound-run-files.ts';
import { mostRunBytes } from '../../src/domain/evidence/room.ts';
import { readExecutedNotebook } from '../../src/domain/notebook/executed.ts';
import type { RunFile } from '../../src/domain/run-files.ts';

const mebibyte = 1024 ** 2;
/** What others have left of what is kept. */
const room = 19 * mebibyte;

function notebookWith(...megabytes: number[]): RunFile {
  const cells = megabytes.map((size, index) => ({
    ...{ cell_type: 'code', source: `show(${index})`, metadata: { tags: ['kept'] }, execution_count: index },
    outputs: [{ output_type: 'stream', name: 'stdout', text: 'x'.repeat(size * mebibyte) }],
  }));
  return {
    path: 'notebook.ipynb',
    content: JSON.stringify({ nbformat: 4, metadata: { of: 'mine' }, cells }),
  };
}

function plots(count: number, megabytes: number): RunFile[] {
  return Array.from({ length: count }, (_, index) => ({
    path: `plots/cell-${index}-1.png`,
    content: Buffer.alloc(megabytes * mebibyte),
  }));
}

function sizeOf(files: readonly RunFile[]): number {
  return files.reduce((sum, { content }) => sum + Buffer.byteLength(content), 0);
}

const log = { path: 'logs/notebook.log', content: 'ran' };

test('what is small is kept as it is', () => {
  const files = [notebookWith(3, 4), log, ...plots(2, 1)];
  expect(boundRunFiles(files, room)).toEqual({ files, cuts: [] });
});

test('of a notebook the largest outputs are cut, which it says in their place', () => {
  const { files, cuts } = boundRunFiles([notebookWith(1, 30, 2, 15), log], room);
  expect(cuts).toEqual([
    'The notebook that is kept lacks its largest output (30 MiB): of a run, 20 MiB are kept. Show less of it, for example fewer or smaller pictures.',
  ]);
  const [notebook] = files;
  const cells = readExecutedNotebook(`${notebook?.content}`)?.cells ?? [];
  expect(cells.map(({ outputs }) => outputs[0]?.text?.length)).toEqual([
    mebibyte,
    75,
    2 * mebibyte,
    15 * mebibyte,
  ]);
  expect(cells[1]?.outputs[0]?.text).toContain('An output of 30 MiB was cut here');
  expect(JSON.parse(`${notebook?.content}`)).toMatchObject({
    metadata: { of: 'mine' },
    cells: [{ source: 'show(0)', metadata: { tags: ['kept'] } }, {}, {}, {}],
  });
});

test('plots that find no room are left out, and that is said', () => {
  const { files, cuts } = boundRunFiles([notebookWith(4, 4, 4), log, ...plots(12, 1)], room);
  expect(sizeOf(files)).toBeLessThanOrEqual(mostRunBytes);
  expect(files.map(({ path }) => path).slice(0, 2)).toEqual(['notebook.ipynb', 'logs/notebook.log']);
  expect(cuts).toContain('6 plots are not among the files of the run: of a run, 20 MiB are kept.');
});

test('of a long log the end is kept', () => {
  const content = `${'ä'.repeat(3 * mebibyte)}the end`;
  const { files, cuts } = boundRunFiles([{ path: 'logs/build.log', content }], room);
  expect(cuts).toEqual(['Of logs/build.log the last 2 MiB are kept.']);
  expect(files[0]?.content).toMatch(/^…ä+the end$/);
});

test('of an endless error the first of its message and code, and the last of its traceback are kept', () => {
  const long = `first${'x'.repeat(60_000)}last`;
  const raised = { kind: 'cell-raised', what: 'Cell 1 raised.', remedy: 'Correct it.' } as const;
  const bounded = boundFailure({ ...raised, error: long, source: long, traceback: long });
  expect(bounded).toMatchObject({
    error: expect.stringMatching(/^first.*x$/),
    source: expect.stringMatching(/^first.*x$/),
    traceback: expect.stringMatching(/^x.*last$/),
  });
  expect(JSON.stringify(bounded).length).toBeLessThan(151_000);
  expect(boundFailure(raised)).toEqual(raised);
});

describe('a notebook that is too large without its outputs', () => {
  test.each([
    [
      'since its code is',
      JSON.stringify({ nbformat: 4, cells: [{ source: 'x'.repeat(25 * mebibyte), outputs: [] }] }),
    ],
    ['since it is none', 'x'.repeat(25 * mebibyte)],
  ])('%s is left out', (_, content) => {
    expect(boundRunFiles([{ path: 'notebook.ipynb', content }, log], room)).toEqual({
      files: [log],
      cuts: ['1 notebook is not among the files of the run: of a run, 20 MiB are kept.'],
    });
  });
});

import { expect, test } from 'vitest';
import { recordFile, runFiles } from '../../src/domain/run-files.ts';
import { passedResult, someCommit } from './results.ts';

test('what a test leaves lies where people look for it', () => {
  const plots = [{ name: 'cell-2-1.png', cell: 2, picture: Buffer.from('png') }];
  const all = runFiles({
    notebook: '{}',
    metrics: '{"a": 1}',
    plots,
    buildLog: 'built',
    log: { of: 'notebook', text: 'ran' },
  });
  expect(all.map(({ path }) => path)).toEqual([
    'notebook.ipynb',
    'metrics.json',
    'logs/build.log',
    'logs/notebook.log',
    'plots/cell-2-1.png',
  ]);
  expect(runFiles({ plots: [], log: { of: 'command', text: '' } })).toEqual([
    { path: 'logs/command.log', content: '' },
  ]);
});

function recordOf(...given: Parameters<typeof recordFile>) {
  const { path, content } = recordFile(...given);
  expect(path).toBe('record.json');
  return JSON.parse(content.toString());
}

test('the record tells what was tested, on what, and what came out', () => {
  const record = recordOf(passedResult, someCommit);
  expect(record).toMatchObject({
    commit: someCommit,
    environment: 'sandbox',
    run: passedResult.id,
    sourceTree: passedResult.sourceTree,
    image: { repository: passedResult.image?.repository, digest: passedResult.image?.digest },
    metrics: passedResult.metrics,
    datasets: passedResult.datasets,
    passed: true,
  });
  expect(Object.keys(record)).not.toContain('files');
});

test('a test that failed says why; without a release there is no commit', () => {
  const failure = { kind: 'cell-raised', what: 'Cell 1 raised `E`.', remedy: 'Correct it.' } as const;
  const record = recordOf({ ...passedResult, failure, image: undefined });
  expect(record).toMatchObject({ passed: false, failure });
  expect(record).not.toHaveProperty('commit');
  expect(record).not.toHaveProperty('image');
});

test('the same result gives the same bytes', () => {
  expect(recordFile(passedResult, someCommit)).toEqual(recordFile({ ...passedResult }, someCommit));
});

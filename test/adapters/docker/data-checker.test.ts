import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { pack } from 'tar-stream';
import { expect, test } from 'vitest';
import { createDataChecker } from '../../../src/adapters/docker/data-checker.ts';
import { checkerContainerName } from '../../../src/adapters/docker/names.ts';
import type { AskedCheck } from '../../../src/domain/data-checks/asked-checks.ts';
import type { DataCheckRequest } from '../../../src/ports/data-checker.ts';
import type { DatasetForRun } from '../../../src/ports/images.ts';
import { makeVolume } from '../../support/docker-volume.ts';
import { datasetOf } from './notebook-fixture.ts';
import { baseImage, docker } from './test-engine.ts';

const checker = createDataChecker(docker, baseImage);

function check(
  dataset: DatasetForRun,
  checks: readonly AskedCheck[],
  changes: Partial<DataCheckRequest> = {},
) {
  return checker.check({
    runId: randomUUID(),
    dataset,
    checks,
    cpus: 2,
    memoryBytes: 1024 ** 3,
    timeoutSeconds: 120,
    signal: new AbortController().signal,
    ...changes,
  });
}

const rows = { kind: 'rows', min: 1 } as const;

test('Parquet is checked with the types that it has', async () => {
  const content = readFileSync(new URL('./fixtures/customers.parquet', import.meta.url));
  const file = { kind: 'file', name: 'customers', path: 'customers', bytes: content.length } as const;
  const outcome = await check({ ...file, content: () => Readable.from([content]) }, [
    { kind: 'type', column: 'age', type: 'integer' },
    { kind: 'nulls', column: 'age', max: 0.2 },
    { kind: 'type', column: 'joined', type: 'date' },
    { kind: 'type', column: 'vip', type: 'boolean' },
    { kind: 'type', column: 'region', type: 'string' },
    { kind: 'allowed', column: 'vip', values: [true] },
    { kind: 'type', column: 'customer_id', type: 'string' },
    { kind: 'column', column: 'nested' },
  ]);
  expect(outcome).toMatchObject({
    kind: 'checked',
    found: [
      { held: false, misses: 1 },
      { held: false, value: 1 / 3 },
      { held: true },
      { held: true },
      { held: true },
      { held: false, misses: 1 },
      { held: false, misses: 3 },
      { held: true },
    ],
    profile: { rows: 3, columns: 6 },
  });
});

test('a folder of several files is one dataset, however each separates its values, and so is a volume', async () => {
  const folder = pack();
  folder.entry({ name: '2025/a.csv' }, 'id,age\n1,20\n');
  folder.entry({ name: 'b.tsv' }, 'id\tage\n1\t200\n');
  folder.entry({ name: 'c.csv' }, '"id";age\n2;30\n"3;4";40\n');
  folder.entry({ name: 'd.csv' }, 'id\tage\n5\t50\n');
  folder.entry({ name: 'README.md' }, 'two parts');
  folder.finalize();
  const parts = { kind: 'folder', name: 'parts', path: 'data/parts' } as const;
  const volume = await makeVolume('printf "id,age\\n1,20\\n1,200\\n" > part.csv');
  const stored = { kind: 'volume', name: 'parts', path: '/data/parts', volume: volume.name } as const;
  const checks: AskedCheck[] = [
    { kind: 'unique', columns: ['id'] },
    { kind: 'range', column: 'age', max: 120 },
  ];
  const found = [
    { held: false, misses: 1 },
    { held: false, misses: 1, low: 20, high: 200 },
  ];
  const inFolder = await check({ ...parts, tar: () => Readable.from(folder) }, checks);
  expect(inFolder).toMatchObject({ found, profile: { rows: 5, columns: 2 } });
  expect(await check(stored, checks)).toMatchObject({ found, profile: { rows: 2 } });
  await volume.remove();
});

test('a table of 50,000 columns with hostile names is checked, and its profile stays small', async () => {
  const hostile = ['^.*$', '*', '@dana', 'x\u0000y', '"; import os #', 'c0'];
  const names = [...hostile, ...Array.from({ length: 49_994 }, (_, index) => `column ${index}`)];
  const text = `${names.map((name) => `"${name.replaceAll('"', '""')}"`).join(',')}\n${names.map(() => '1').join(',')}\n`;
  const checks = hostile.map((column): AskedCheck => ({ kind: 'type', column, type: 'integer' }));
  const outcome = await check(datasetOf('wide', 'wide.csv', text), checks);
  if (outcome.kind !== 'checked') throw new Error(JSON.stringify(outcome));
  expect(outcome.found).toEqual(hostile.map(() => ({ held: true, misses: 0 })));
  expect(outcome.profile).toMatchObject({ rows: 1, columns: 50_000 });
  expect(outcome.profile.profiled).toHaveLength(199);
  expect(JSON.stringify(outcome)).not.toContain('\\u0000');
});

test.each([
  ['', 'it is empty'],
  ['a,b\n1,2,3\n', "found more fields than defined in 'Schema'"],
  ['PAR1 but no more', 'parquet: File out of specification'],
])('%j can not be read', async (text, why) => {
  const outcome = await check(datasetOf('bad', 'bad.csv', text), [rows]);
  expect(outcome).toEqual({ kind: 'unreadable', why: expect.stringContaining(why) });
});

test('too little memory and too little time are told apart', async () => {
  const cell = Buffer.alloc(1024 ** 2, 'x');
  const huge = {
    ...({ kind: 'file', name: 'huge', path: 'huge.csv', bytes: 300 * cell.length } as const),
    content: () => Readable.from(Array.from({ length: 300 }, () => cell)),
  };
  const memoryBytes = 200 * 1024 ** 2;
  expect(await check(huge, [rows], { memoryBytes })).toEqual({ kind: 'out-of-memory', memoryBytes });
  const small = datasetOf('small', 'small.csv', 'a\n1\n');
  expect(await check(small, [rows], { timeoutSeconds: 0.01 })).toEqual({ kind: 'timed-out', seconds: 0.01 });
});

test('a container that a cut-off call left is replaced, and an abort removes it', async () => {
  const runId = randomUUID();
  const name = checkerContainerName(runId, 'small');
  const left = await docker.createContainer({ name, Image: baseImage, Entrypoint: ['sleep', '600'] });
  await left.start();
  const small = datasetOf('small', 'small.csv', 'a\n1\n');
  expect(await check(small, [rows], { runId })).toMatchObject({ kind: 'checked', profile: { rows: 1 } });
  await expect(left.inspect()).rejects.toMatchObject({ statusCode: 404 });

  const abort = new AbortController();
  const content = () => {
    abort.abort(new Error('superseded'));
    return Readable.from(['a\n1\n']);
  };
  const cutOff = check({ ...small, kind: 'file', bytes: 4, content }, [rows], {
    runId,
    signal: abort.signal,
  });
  await expect(cutOff).rejects.toThrow('superseded');
  await expect(docker.getContainer(name).inspect()).rejects.toMatchObject({ statusCode: 404 });
});

test('a checker that can not be made is told with the image that it was to be made from', async () => {
  const without = createDataChecker(docker, 'tailrace-base/nothing:0');
  const request = { runId: randomUUID(), dataset: datasetOf('a', 'a.csv', 'a\n'), checks: [rows] };
  const limits = {
    cpus: 1,
    memoryBytes: 1024 ** 3,
    timeoutSeconds: 60,
    signal: new AbortController().signal,
  };
  await expect(without.check({ ...request, ...limits })).rejects.toMatchObject({
    name: 'CheckerMissing',
    base: 'tailrace-base/nothing:0',
  });
});

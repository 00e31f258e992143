import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type KeptFiles, keptFiles } from '../../../src/adapters/datasets/kept-files.ts';

let folder: string;
let kept: KeptFiles;
let now: Date;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tailrace-kept-files-'));
  now = new Date('2026-01-01T00:00:00Z');
  kept = keptFiles(folder, () => now);
});
afterEach(() => rm(folder, { recursive: true }));

const { signal } = new AbortController();

/** Holds a file of ten bytes, one minute after the last. */
function hold(name: string) {
  now = new Date(now.getTime() + 60_000);
  return kept.hold(name, signal, (file) => writeFile(file, '0123456789'));
}

test('the files that were used last are kept', async () => {
  for (const name of ['a', 'b', 'c', 'a']) (await hold(name)).release();
  await kept.prune(25);
  expect(await readdir(folder)).toEqual(['a', 'c']);
  await kept.prune(0);
  expect(await readdir(folder)).toEqual([]);
});

test('a file that is held stays until its last holder lets go', async () => {
  const [first, second] = [await hold('a'), await hold('a')];
  (await hold('b')).release();
  first.release();
  first.release();
  await kept.prune(0);
  expect(await readdir(folder)).toEqual(['a']);
  second.release();
  await kept.prune(0);
  expect(await readdir(folder)).toEqual([]);
});

test('what is being made stays, and what was left half made goes', async () => {
  const made = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<void>();
  const holding = kept.hold('a', signal, async (file) => {
    await writeFile(`${file}.part`, '0123');
    begun.resolve();
    await made.promise;
    await writeFile(file, '0123456789');
  });
  await begun.promise;
  await writeFile(join(folder, 'b.part'), '0123');
  await kept.prune(0);
  expect(await readdir(folder)).toEqual(['a.part']);
  made.resolve();
  expect(await holding).toMatchObject({ bytes: 10 });
});

test('a waiting that is aborted ends at once, and the making goes on', async () => {
  const made = Promise.withResolvers<void>();
  const making = kept.hold('a', signal, async (file) => {
    await made.promise;
    await writeFile(file, '0123456789');
  });
  const abort = new AbortController();
  const waiting = kept.hold('a', abort.signal, async () => undefined);
  abort.abort(new Error('superseded'));
  await expect(waiting).rejects.toThrow('superseded');
  made.resolve();
  expect(await making).toMatchObject({ bytes: 10 });
});

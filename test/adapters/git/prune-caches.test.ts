import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type GitCache, gitCache } from '../../../src/adapters/git/cache.ts';

let folder: string;
let cache: GitCache;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tailrace-git-'));
  cache = gitCache({
    folder,
    remotes: { remote: async () => ({ url: 'https://git.example.com/acme', authorization: 'none' }) },
    inherited: { PATH: process.env.PATH },
  });
});
afterEach(() => rm(folder, { recursive: true }));

const named = (name: string) => ({ owner: 'Acme', name });
const isThere = (name: string) => existsSync(join(folder, `acme/${name}.git`));

/** A cache with a file of so many bytes, used now. */
async function used(name: string, bytes: number): Promise<void> {
  await cache.run(named(name), ['rev-parse', '--git-dir']);
  await writeFile(join(folder, `acme/${name}.git`, 'big'), Buffer.alloc(bytes));
}

test('the caches that were not used for the longest time go, until the rest is small enough', async () => {
  // What an earlier process left was used before everything else.
  await mkdir(join(folder, 'acme/group/old.git'), { recursive: true });
  await writeFile(join(folder, 'acme/group/old.git', 'big'), Buffer.alloc(1_000_000));
  for (const name of ['one', 'two', 'three']) await used(name, 1_000_000);
  await cache.run(named('one'), ['rev-parse', '--git-dir']);

  await cache.prune(10_000_000, new Set());
  expect(['group/old', 'one', 'two', 'three'].map(isThere)).toEqual([true, true, true, true]);
  await cache.prune(2_500_000, new Set());
  expect(['group/old', 'one', 'two', 'three'].map(isThere)).toEqual([false, true, false, true]);
});

test('one that git works in, or whose repository is busy, stays; a removed one is made anew', async () => {
  for (const name of ['busy', 'working', 'idle']) await used(name, 1_000_000);
  await cache.withIndex(named('working'), async () => {
    await cache.prune(0, new Set(['Acme/busy']));
    expect(['busy', 'working', 'idle'].map(isThere)).toEqual([true, true, false]);
  });

  const asked = cache
    .prune(0, new Set())
    .then(() => cache.text(named('idle'), ['rev-parse', '--is-bare-repository']));
  expect(await asked).toBe('true');
  const racing = [
    cache.prune(0, new Set()),
    cache.text(named('idle'), ['rev-parse', '--is-bare-repository']),
  ];
  expect(await Promise.all(racing)).toEqual([undefined, 'true']);
});

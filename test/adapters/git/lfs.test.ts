import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer, text } from 'node:stream/consumers';
import { extract } from 'tar-stream';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { keptFiles } from '../../../src/adapters/datasets/kept-files.ts';
import { lfsObjects } from '../../../src/adapters/datasets/lfs-objects.ts';
import { gitCache } from '../../../src/adapters/git/cache.ts';
import { gitReader } from '../../../src/adapters/git/reader.ts';
import { withLfs } from '../../../src/adapters/git/with-lfs.ts';
import type { GitReader } from '../../../src/ports/git.ts';
import { type FakeForge, startFakeForge } from '../../support/forge/fake-forge.ts';
import { lfsPointer } from '../../support/forge/lfs.ts';

const repository = { owner: 'acme', name: 'churn' };
const model = 'weights '.repeat(100_000);
const sha256 = (content: string) => createHash('sha256').update(content).digest('hex');

let folder: string;
let forge: FakeForge;
let git: GitReader;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tailrace-lfs-'));
  forge = await startFakeForge({ webhookSecret: 'a secret for the webhooks' });
  await forge.createRepository({ owner: 'acme', name: 'churn' });
  const { token } = forge.user('carla');
  const authorization = `Basic ${Buffer.from(`x:${token}`).toString('base64')}`;
  const remotes = { remote: async () => ({ url: `${forge.url}/acme/churn.git`, authorization }) };
  const cache = gitCache({ folder: join(folder, 'git'), remotes, inherited: process.env });
  const kept = keptFiles(join(folder, 'kept'), () => new Date());
  git = withLfs(gitReader(cache), cache, lfsObjects(kept, remotes, { retryMs: 1 }));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
  await forge.close();
});

/** Pushes files and gives the tree that holds them. */
async function treeOf(files: Record<string, string>): Promise<string> {
  const head = await forge.person('dana').push({ repository: 'acme/churn', branch: 'main', files });
  await git.heads(repository, ['main']);
  return (await git.commit(repository, head)).tree;
}

const asked = () => forge.requests.filter(({ path }) => path.includes('lfs')).map(({ path }) => path);

test('contents stand for their pointers in what is read, hashed and archived, and each is fetched once', async () => {
  const pointer = forge.putLfs('acme/churn', model);
  const longPath = `app/${'deep/'.repeat(30)}model.bin`;
  const tree = await treeOf({ 'app/model.bin': pointer, [longPath]: pointer, 'app/plain.txt': 'plain' });
  expect((await git.read(repository, tree, 'app/model.bin'))?.toString()).toBe(model);
  const [hashed] = await git.hashes(repository, tree, 'app/model.bin');
  expect(hashed).toMatchObject({ sha256: sha256(model), bytes: model.length });
  expect(await text(git.blob(repository, hashed?.blob ?? ''))).toBe(model);

  await git.prefetch(repository, tree, '.');
  const found = new Map<string, string>();
  const entries = git.archive(repository, tree, 'app').pipe(extract());
  for await (const entry of entries)
    if (entry.header.type === 'file') found.set(entry.header.name, (await buffer(entry)).toString());
    else entry.resume();
  const expected = [
    ['model.bin', model],
    [longPath.slice(4), model],
    ['plain.txt', 'plain'],
  ];
  expect([...found].toSorted()).toEqual(expected.toSorted());
  expect(asked()).toEqual(['/acme/churn.git/info/lfs/objects/batch', `/lfs-storage/${sha256(model)}`]);
  expect(await readFile(join(folder, 'kept/.lfs/acme/churn', sha256(model)), 'utf8')).toBe(model);
});

test('only what is below the path is fetched', async () => {
  const tree = await treeOf({ 'data/big.csv': lfsPointer('never uploaded'), 'app/a.txt': 'a' });
  await git.prefetch(repository, tree, 'app');
  expect(asked()).toEqual([]);
});

test('contents that the forge does not have are named, with the command that brings them', async () => {
  const tree = await treeOf({
    'data/a.csv': lfsPointer('gone'),
    'b.csv': forge.putLfs('acme/churn', 'there'),
  });
  const fetching = git.prefetch(repository, tree, '.');
  await expect(fetching).rejects.toThrow(/<code>data\/a.csv<\/code>[\s\S]*git lfs push --all origin/);
  await expect(fetching).rejects.toMatchObject({ title: 'the forge has no Git LFS content for data/a.csv' });
});

test('a forge that refuses is quoted; one that fails is asked again', async () => {
  const tree = await treeOf({ 'a.csv': forge.putLfs('acme/churn', 'content') });
  forge.fail({ path: /batch/, status: 403, body: { message: 'This repository is over its data quota.' } });
  const quota = expect.stringContaining('over its data quota');
  await expect(git.prefetch(repository, tree, '.')).rejects.toMatchObject({ message: quota });
  forge.fail({ path: /batch/, status: 502 });
  forge.fail({ path: /lfs-storage/, status: 500, times: 2 });
  await git.prefetch(repository, tree, '.');
  expect((await git.read(repository, tree, 'a.csv'))?.toString()).toBe('content');
});

test('what only looks like a pointer is content, and a damaged content is refused', async () => {
  const odd = `${lfsPointer('x')}more\n`;
  const tree = await treeOf({ 'odd.txt': odd, 'short.txt': 'version https://git-lfs.github.com/spec/v1\n' });
  expect((await git.read(repository, tree, 'odd.txt'))?.toString()).toBe(odd);
  const damaged = await treeOf({ 'a.csv': forge.putLfs('acme/churn', 'content') });
  forge.fail({ path: /lfs-storage/, status: 200, body: 'CONTENT' });
  await expect(git.prefetch(repository, damaged, '.')).rejects.toMatchObject({
    title: 'the Git LFS content of a.csv is damaged',
  });
});

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { gitCache } from '../../../src/adapters/git/cache.ts';
import { gitReader } from '../../../src/adapters/git/reader.ts';
import { gitWriter } from '../../../src/adapters/git/writer.ts';
import { type Git, PushRefused } from '../../../src/ports/git.ts';

const repository = { owner: 'acme', name: 'churn' };
const at = '2026-01-02T03:04:05Z';
let folder: string;
let upstream: string;
let work: string;
let git: Git;

function shell(...args: string[]): string {
  return execFileSync(
    'git',
    ['-C', work, '-c', 'user.name=Dana', '-c', 'user.email=dana@example.com', ...args],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
  ).trim();
}

function commit(branch: string, files: Record<string, string>): string {
  shell('checkout', '-q', '-B', branch);
  for (const [path, content] of Object.entries(files)) writeFileSync(join(work, path), content);
  shell('add', '-A');
  shell('commit', '-q', '--allow-empty', '-m', `change ${Object.keys(files).join(' ')}`);
  shell('push', '-q', '-f', 'origin', branch);
  return shell('rev-parse', 'HEAD');
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tailrace-git-'));
  upstream = join(folder, 'upstream.git');
  work = join(folder, 'work');
  execFileSync('git', ['init', '-q', '--bare', upstream]);
  for (const key of ['uploadpack.allowFilter', 'uploadpack.allowAnySHA1InWant'])
    execFileSync('git', ['-C', upstream, 'config', key, 'true']);
  execFileSync('git', ['clone', '-q', upstream, work], { stdio: 'ignore' });
  const remotes = { remote: async () => ({ url: `file://${upstream}`, authorization: 'Basic c2VjcmV0' }) };
  const cache = gitCache({ folder: join(folder, 'cache'), remotes, inherited: process.env });
  git = { ...gitReader(cache), ...gitWriter(cache, { name: 'Tailrace', email: 'tailrace@example.com' }) };
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('reading', () => {
  test('a folder is told by its tree; a file of that name and what is not there are none', async () => {
    const paths = ['deploy/kube/a.yaml', 'deploy/kube2/b.yaml', 'deploy/file'];
    const tree = await git.edit(
      repository,
      undefined,
      paths.map((path) => ({ kind: 'write', path, content: path })),
    );
    const only = [{ kind: 'write', path: 'a.yaml', content: 'deploy/kube/a.yaml' }] as const;
    expect(await git.folder(repository, tree, 'deploy/kube')).toBe(
      await git.edit(repository, undefined, only),
    );
    for (const path of ['deploy/file', 'kube', 'deploy/kub', 'deploy/kube/a.yaml'])
      expect(await git.folder(repository, tree, path)).toBeUndefined();
  });

  test('heads come with their commits, and a branch that is not there is left out', async () => {
    const head = commit('sandbox', { 'a.txt': 'one' });
    expect([...(await git.heads(repository, ['sandbox', 'qa']))]).toEqual([['sandbox', head]]);
    expect(await git.commit(repository, head)).toMatchObject({
      commit: head,
      author: { name: 'Dana' },
      message: 'change a.txt',
    });
  });

  test('a tag leads to its commit, with a message of its own or without', async () => {
    const head = commit('sandbox', { 'a.txt': 'one' });
    shell('tag', 'v1');
    shell('tag', '-a', '-m', 'The second', 'v1.1');
    shell('push', '-q', 'origin', 'v1', 'v1.1');
    expect(await git.tag(repository, 'v1')).toBe(head);
    expect(await git.tag(repository, 'v1.1')).toBe(head);
    expect(await git.tag(repository, 'v2')).toBeUndefined();
  });

  test('a file is fetched when it is read; a missing one and a folder are nothing', async () => {
    const head = commit('sandbox', { 'a.txt': 'one' });
    await git.heads(repository, ['sandbox']);
    expect((await git.read(repository, head, 'a.txt'))?.toString()).toBe('one');
    expect(await git.read(repository, head, 'b.txt')).toBeUndefined();
  });

  test('the merge of two branches gives a tree with both changes, a conflict names its files', async () => {
    const base = commit('sandbox', { 'a.txt': 'one' });
    const feature = commit('feature', { 'b.txt': 'two' });
    shell('checkout', '-q', base);
    const moved = commit('sandbox', { 'c.txt': 'three' });
    shell('checkout', '-q', base);
    const rival = commit('rival', { 'c.txt': 'other' });
    await git.fetch(repository, [feature, moved, rival]);
    const merged = await git.merge(repository, moved, feature);
    const files = merged.kind === 'tree' ? await git.files(repository, merged.tree, '.') : [];
    expect(files.map((file) => file.path)).toEqual(['a.txt', 'b.txt', 'c.txt']);
    expect(await git.merge(repository, moved, rival)).toEqual({ kind: 'conflict', files: ['c.txt'] });
  });

  test('a folder is a tree; a file and what is not there are none', async () => {
    const head = commit('sandbox', { 'a.txt': 'one' });
    await git.heads(repository, ['sandbox']);
    const inner = await git.edit(repository, undefined, [{ kind: 'write', path: 'x.txt', content: 'x' }]);
    const { tree: before } = await git.commit(repository, head);
    const tree = await git.edit(repository, before, [{ kind: 'graft', path: 'deploy/inner', tree: inner }]);
    expect(await git.folder(repository, tree, 'deploy/inner')).toBe(inner);
    expect(await git.folder(repository, tree, 'a.txt')).toBeUndefined();
    expect(await git.folder(repository, tree, 'deploy/other')).toBeUndefined();
  });

  test('trees are merged over any third one; they differ by file, and as a patch', async () => {
    const write = (files: Record<string, string>) =>
      git.edit(
        repository,
        undefined,
        Object.entries(files).map(([path, content]) => ({ kind: 'write', path, content })),
      );
    commit('sandbox', { 'a.txt': 'one' });
    const base = await write({ 'a.txt': 'one\n', 'b.txt': 'two\n' });
    const ours = await write({ 'a.txt': 'other\n', 'b.txt': 'two\n' });
    const theirs = await write({ 'a.txt': 'one\n', 'c.txt': 'three\n' });
    const both = await write({ 'a.txt': 'other\n', 'c.txt': 'three\n' });
    expect(await git.mergeTrees(repository, { base, ours, theirs })).toEqual({ kind: 'tree', tree: both });
    const rival = await write({ 'a.txt': 'mine\n', 'b.txt': 'two\n' });
    expect(await git.mergeTrees(repository, { base, ours, theirs: rival })).toEqual({
      ...{ kind: 'conflict', files: ['a.txt'] },
    });
    expect(await git.changes(repository, base, both)).toEqual([
      { path: 'a.txt', change: 'changed' },
      { path: 'b.txt', change: 'removed' },
      { path: 'c.txt', change: 'added' },
    ]);
    expect(await git.patch(repository, base, ours, 1000)).toContain('@@ -1 +1 @@\n-one\n+other');
    expect(await git.patch(repository, base, ours, 10)).toHaveLength(10);
  });

  test('the first-parent line leaves out what merges brought; lines that never met have no base', async () => {
    const base = commit('sandbox', { 'a.txt': 'one' });
    const feature = commit('feature', { 'b.txt': 'two' });
    shell('checkout', '-q', '-B', 'sandbox', base);
    shell('merge', '-q', '--no-ff', '--no-edit', 'feature');
    shell('push', '-q', 'origin', 'sandbox');
    const merge = shell('rev-parse', 'HEAD');
    shell('checkout', '-q', '--orphan', 'lonely');
    const lonely = commit('lonely', { 'c.txt': 'three' });
    await git.heads(repository, ['sandbox', 'feature', 'lonely']);
    const line = async (from: string | undefined) =>
      (await git.firstParents(repository, from, merge, 10)).map((info) => info.commit);
    expect(await line(undefined)).toEqual([merge, base]);
    expect(await line(base)).toEqual([merge]);
    expect(await git.mergeBase(repository, merge, feature)).toBe(feature);
    expect(await git.mergeBase(repository, merge, lonely)).toBeUndefined();
  });

  test('commits that the forge has forgotten are told from those that are there', async () => {
    const kept = commit('sandbox', { 'a.txt': 'one' });
    shell('checkout', '-q', '--orphan', 'elsewhere');
    const gone = commit('sandbox', { 'a.txt': 'two' });
    shell('push', '-q', '-f', 'origin', `${kept}:refs/heads/sandbox`);
    for (const args of [
      ['reflog', 'expire', '--expire=now', '--all'],
      ['gc', '--quiet', '--prune=now'],
    ])
      execFileSync('git', ['-C', upstream, ...args]);
    expect([...(await git.fetchIfThere(repository, [gone, kept]))]).toEqual([kept]);
    expect([...(await git.fetchIfThere(repository, [gone]))]).toEqual([]);
    await expect(git.fetch(repository, [gone])).rejects.toThrow('not our ref');
  });

  test('branches without a common commit can not be merged, and that is told', async () => {
    const base = commit('sandbox', { 'a.txt': 'one' });
    shell('checkout', '-q', '--orphan', 'elsewhere');
    const head = commit('elsewhere', { 'a.txt': 'two' });
    await git.fetch(repository, [base, head]);
    expect(await git.merge(repository, base, head)).toEqual({ kind: 'unrelated' });
  });

  test('an archive holds every file, fetched in one go', async () => {
    const head = commit('sandbox', { 'a.txt': 'needle one', 'b.txt': 'needle two' });
    await git.heads(repository, ['sandbox']);
    const { tree } = await git.commit(repository, head);
    await git.prefetch(repository, tree, '.');
    const tar = (await buffer(git.archive(repository, tree, '.'))).toString();
    expect(tar).toContain('needle one');
    expect(tar).toContain('needle two');
  });

  test('contents are hashed below a path, links by their target', async () => {
    mkdirSync(join(work, 'data/parts'), { recursive: true });
    symlinkSync('parts/b.csv', join(work, 'data/newest'));
    const head = commit('sandbox', { 'data/parts/a.csv': 'one\n', 'data/parts/b.csv': '', 'other.txt': 'x' });
    await git.heads(repository, ['sandbox']);
    const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
    expect(await git.hashes(repository, head, 'data')).toMatchObject([
      { path: 'data/newest', sha256: sha256('parts/b.csv'), bytes: 11, link: true },
      { path: 'data/parts/a.csv', sha256: sha256('one\n'), bytes: 4, link: false },
      { path: 'data/parts/b.csv', sha256: sha256(''), bytes: 0, link: false },
    ]);
    expect(await git.hashes(repository, head, 'data/parts/a.csv')).toMatchObject([{ bytes: 4 }]);
    expect(await git.hashes(repository, head, 'nothing')).toEqual([]);
  });

  test('a stream of something that is not there fails instead of ending early', async () => {
    commit('sandbox', { 'a.txt': 'one' });
    await expect(buffer(git.archive(repository, '0'.repeat(40), '.'))).rejects.toThrow(
      'git archive ended with 128',
    );
  });
});

describe('writing', () => {
  test('edits are made in order, and the same input gives the same commit', async () => {
    const head = commit('sandbox', { 'a.txt': 'one', 'b.txt': 'two' });
    await git.heads(repository, ['sandbox']);
    const inner = await git.edit(repository, undefined, [{ kind: 'write', path: 'x.txt', content: 'x' }]);
    const { tree: before } = await git.commit(repository, head);
    const tree = await git.edit(repository, before, [
      { kind: 'remove', path: 'a.txt' },
      { kind: 'write', path: 'deploy/kube/b.yaml', content: 'b: 1\n' },
      { kind: 'graft', path: 'deploy/inner', tree: inner },
    ]);
    expect((await git.files(repository, tree, '.')).map((file) => file.path)).toEqual([
      'b.txt',
      'deploy/inner/x.txt',
      'deploy/kube/b.yaml',
    ]);
    const wanted = { tree, parents: [head], message: 'Change', at };
    expect(await git.makeCommit(repository, wanted)).toBe(await git.makeCommit(repository, wanted));
  });

  test('a push moves the branch from what was seen; a branch that moved meanwhile is left alone', async () => {
    const seen = commit('sandbox', { 'a.txt': 'one' });
    await git.heads(repository, ['sandbox']);
    const { tree } = await git.commit(repository, seen);
    const ours = await git.makeCommit(repository, { tree, parents: [seen], message: 'Ours', at });
    const theirs = commit('sandbox', { 'a.txt': 'two' });
    expect(await git.push(repository, 'sandbox', seen, ours)).toBe('moved');
    expect(await git.push(repository, 'tailrace/evidence', undefined, ours)).toBe('pushed');
    expect(await git.push(repository, 'tailrace/evidence', undefined, ours)).toBe('pushed');
    expect(Object.fromEntries(await git.heads(repository, ['sandbox', 'tailrace/evidence']))).toEqual({
      sandbox: theirs,
      'tailrace/evidence': ours,
    });
  });

  test('a push that the server refuses is told with its reason and in its words', async () => {
    const hook = join(upstream, 'hooks', 'update');
    const words = [
      'error: GH013: Repository rule violations found',
      '- Changes must be made through a pull request.',
    ];
    writeFileSync(
      hook,
      `#!/bin/sh\nprintf '%s\\n' ${words.map((line) => `"${line}"`).join(' ')} >&2\nexit 1\n`,
      {
        mode: 0o755,
      },
    );
    const tree = await git.edit(repository, undefined, [{ kind: 'write', path: 'a.txt', content: 'one' }]);
    const ours = await git.makeCommit(repository, { tree, parents: [], message: 'Ours', at });
    const refused = await git.push(repository, 'qa', undefined, ours).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(PushRefused);
    expect(refused).toMatchObject({
      refusal: {
        branch: 'qa',
        reasons: ['pull-request'],
        keptIn: 'ruleset',
        said: [...words, 'error: hook declined to update refs/heads/qa', 'hook declined'].join('\n'),
        committer: { email: 'tailrace@example.com' },
      },
    });
  });
});

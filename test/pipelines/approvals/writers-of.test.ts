import { expect, test } from 'vitest';
import { type WriterPorts, writersOf } from '../../../src/pipelines/approvals/writers-of.ts';
import type { CommitInfo } from '../../../src/ports/git.ts';
import { portsFrom } from './writer-stubs.ts';

const repository = { owner: 'acme', name: 'churn' };
const carrying = { repository, environment: 'qa', release: undefined, base: 'b', head: 'h', author: 'eve' };

const commit = (by: string, change: Partial<CommitInfo> = {}): CommitInfo => ({
  ...{ commit: 'c', tree: 't', parents: ['p'], authoredAt: '', committedAt: '', message: 'Change' },
  author: { name: by, email: `${by}@x.example` },
  ...change,
});
const merge = { parents: ['p', 'q'] };

test.each<[string, CommitInfo[], string[]]>([
  ['whoever opened it', [], ['eve']],
  ['authors, each once', [commit('dana'), commit('bob'), commit('dana')], ['eve', 'dana', 'bob']],
  [
    'co-authors',
    [commit('dana', { message: 'Change\n\nCo-authored-by: Ann <ann@x.example>' })],
    ['eve', 'dana', 'ann'],
  ],
  ['nobody for an address that the forge does not know', [commit('nobody')], ['eve']],
  ['nobody for our own commits', [commit('tailrace')], ['eve']],
  ['not who pressed the merge button', [commit('dana', { ...merge, tree: 'merged' })], ['eve']],
  ['whoever put more into a merge than its parents give', [commit('dana', merge)], ['eve', 'dana']],
])('wrote it: %s', async (_, commits, expected) => {
  expect(await writersOf(portsFrom(commits), carrying)).toEqual(expected);
});

test('of a promotion, what came since the release that was promoted there last counts', async () => {
  const ports = portsFrom([commit('dana')], { deployed: 'older' });
  await writersOf(ports, { ...carrying, release: 'newer' });
  expect(ports.asked).toEqual([['older', 'newer']]);
});

test('where the forge can not tell whose an address is, nobody is taken for innocent', async () => {
  const ports: WriterPorts = {
    ...portsFrom([commit('dana')]),
    accounts: { ofAddress: () => Promise.reject(new Error('the forge is away')) },
  };
  await expect(writersOf(ports, carrying)).rejects.toThrow('the forge is away');
});

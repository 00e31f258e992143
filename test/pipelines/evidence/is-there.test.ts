import { expect, test } from 'vitest';
import { isThere, notesOfLost } from '../../../src/pipelines/evidence/is-there.ts';
import { NotInstalled } from '../../../src/ports/forge.ts';
import { passedResult, someCommit } from '../../domain/results.ts';
import { elsewhere, repository } from '../bare-repository.ts';

const gone = new NotInstalled(elsewhere, 'https://forge.example.com');
const old = { commit: 'old', path: 'releases/1' };
const there = { ...old, repository: elsewhere };

/** Git on a forge on which the model repository has this commit, and the other one that, or can't be reached. */
function on(own: string, others: string | Error) {
  const fetchIfThere = async ({ name }: { readonly name: string }, commits: readonly string[]) => {
    const has = name === repository.name ? own : others;
    if (has instanceof Error) throw has;
    return new Set(commits.filter((commit) => commit === has));
  };
  return { fetchIfThere };
}

test.each([
  ['in the model repository', on('old', gone), old, true],
  ['there, and forgotten', on('new', 'old'), old, false],
  ['in another repository', on('new', 'old'), there, true],
  ['there, and forgotten', on('old', 'new'), there, false],
  ['there, without the app', on('old', gone), there, false],
] as const)('files whose record says that they are %s', async (_, git, files, expected) => {
  expect(await isThere(git, repository, files)).toBe(expected);
});

test('a forge that does not answer is no proof that files are gone', async () => {
  await expect(isThere(on('old', new Error('502')), repository, there)).rejects.toThrow('502');
});

test('evidence that went with its repository is said; a commit of the own one that is gone is not', async () => {
  const image = { repository: 'registry.example.com/acme/churn', digest: 'sha256:1', exposedPorts: [] };
  const release = { commit: someCommit, sourceTree: passedResult.sourceTree, image };
  const put = { environment: 'sandbox', head: someCommit, testResult: 'run-1', by: 'dana', at: '2026-01-02' };
  const notes = (git: ReturnType<typeof on>, evidence: typeof old) =>
    notesOfLost(git, repository, { ...put, release, evidence });
  expect(await notes(on('old', gone), there)).toEqual([
    expect.stringContaining('it lies in <code>acme/evidence</code>'),
  ]);
  expect(await notes(on('old', 'old'), there)).toEqual([]);
  expect(await notes(on('new', gone), old)).toEqual([]);
  expect(await notesOfLost(on('old', gone), repository, undefined)).toEqual([]);
});

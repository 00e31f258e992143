import { afterEach, beforeEach, expect, test } from 'vitest';
import { appendToBranch } from '../../../src/pipelines/evidence/append-to-branch.ts';
import { dropClosedRuns } from '../../../src/pipelines/retention/drop-closed-runs.ts';
import { NotInstalled } from '../../../src/ports/forge.ts';
import type { Git } from '../../../src/ports/git.ts';
import type { ClosedPullRequests } from '../../../src/ports/records.ts';
import { silentLog } from '../../adapters/postgres/silent-log.ts';
import { at, bareRepository, elsewhere, losingRaces, repository } from '../bare-repository.ts';

let on: ReturnType<typeof bareRepository>;
beforeEach(() => {
  on = bareRepository();
});
afterEach(() => on.remove());

/** A run of a pull request leaves a file. Gives the commit that its comment links to. */
async function ran(number: number): Promise<string> {
  const tree = await on.tree({ 'sandbox/1/record.json': `run of ${number}` });
  const path = `pulls/${number}/head`;
  const message = `Run ${number}`;
  const addition = { branch: 'tailrace/runs', pathOn: async () => path, tree, message, at };
  return (await appendToBranch(on.git, repository, addition)).commit;
}

/** Drops what is due; gives the pull requests of which nothing is kept now, and what went wrong. */
async function drop(
  due: number[],
  kept: number[],
  git: Git = on.git,
  known: Partial<ClosedPullRequests> = {},
) {
  const [dropped, wrong]: [number[], unknown[]] = [[], []];
  const ports = {
    git,
    clock: { now: () => new Date(at) },
    closedPullRequests: {
      see: async () => ({ due, kept }),
      homes: async () => [],
      sharing: async () => [],
      ...known,
      forgetRuns: async (_: unknown, numbers: readonly number[]) => void dropped.push(...numbers),
    },
    log: { ...silentLog, warn: (fields: object) => void wrong.push(fields) },
  };
  await dropClosedRuns(ports, repository, kept);
  return { dropped, wrong };
}

async function pulls(branch = 'tailrace/runs'): Promise<string[]> {
  return Object.keys(await on.files(branch)).map((path) => path.split('/')[1] ?? '');
}

/** Whether somebody who clones the repository anew still gets this commit. */
async function isReachable(commit: string): Promise<boolean> {
  const heads = await on.git.heads(repository, ['tailrace/runs', 'tailrace/runs-before']);
  const bases = [...heads.values()].map((head) => on.git.mergeBase(repository, commit, head));
  return (await Promise.all(bases)).includes(commit);
}

test('the branch begins anew without them, and links of the others go on working', async () => {
  const [, link] = [await ran(1), await ran(2)];
  expect(await drop([1], [2])).toEqual({ dropped: [1], wrong: [] });
  expect(await pulls()).toEqual(['2']);
  expect(on.commits('tailrace/runs')).toBe(1);
  expect(await isReachable(link)).toBe(true);
});

test('what it was goes when nobody kept has a run there any more', async () => {
  const [first, second] = [await ran(1), await ran(2)];
  await drop([1], [2]);
  const third = await ran(3);
  await drop([2], [3]);
  expect(await pulls()).toEqual(['3']);
  expect(await Promise.all([first, second, third].map(isReachable))).toEqual([false, false, true]);
});

test('while somebody kept has a run there, it stays, and the branch goes on', async () => {
  const [, link] = [await ran(1), await ran(2)];
  await drop([1], [2]);
  const another = await ran(3);
  await drop([3], [2]);
  expect(await pulls()).toEqual(['2']);
  expect(await Promise.all([link, another].map(isReachable))).toEqual([true, true]);
  expect(on.commits('tailrace/runs')).toBe(3);
});

test('cut off after what it was is kept: the next time it begins anew', async () => {
  await ran(1);
  const link = await ran(2);
  await on.git.push(repository, 'tailrace/runs-before', undefined, link);
  await drop([1], [2]);
  expect(on.commits('tailrace/runs')).toBe(1);
  expect(await isReachable(link)).toBe(true);
});

test('a run that adds its files at the same time loses nothing: the next time drops', async () => {
  await ran(1);
  const git = losingRaces(
    on.git,
    async () => undefined,
    () => ran(2),
  );
  expect(await drop([1], [2], git)).toEqual({ dropped: [], wrong: [] });
  expect(await pulls()).toEqual(['1', '2']);
  expect((await drop([1], [2])).dropped).toEqual([1]);
  expect(await pulls()).toEqual(['2']);
});

test('what is gone already, and a branch that is not there, are done', async () => {
  expect((await drop([1], [])).dropped).toEqual([1]);
  await ran(2);
  expect((await drop([1], [2])).dropped).toEqual([1]);
  expect(on.commits('tailrace/runs')).toBe(1);
});

test('a forge that refuses is logged, and asked again the next time', async () => {
  await ran(1);
  const refusing = { ...on.git, push: () => Promise.reject(new Error('refused')) };
  const { dropped, wrong } = await drop([1], [], refusing);
  expect(dropped).toEqual([]);
  expect(wrong).toEqual([expect.objectContaining({ err: new Error('refused') })]);
});

/** A run of a model's pull request leaves a file in a repository that several share. */
async function ranElsewhere(path: string): Promise<void> {
  const tree = await on.git.edit(elsewhere, undefined, [{ kind: 'write', path: 'a.txt', content: path }]);
  const addition = { branch: 'tailrace/runs', pathOn: async () => path, tree, message: path, at };
  await appendToBranch(on.git, elsewhere, addition);
}

const credit = { owner: 'acme', name: 'credit' };

test('runs are dropped wherever they lie; what was stays while another model has a run there', async () => {
  await ran(1);
  for (const path of ['acme/churn/pulls/1', 'acme/churn/pulls/2', 'acme/credit/pulls/1', 'pulls/1'])
    await ranElsewhere(path);
  const [homes, others] = [async () => [elsewhere], [{ repository: credit, number: 1 }]];
  const sharing: ClosedPullRequests['sharing'] = async (home) => (home === elsewhere ? others : []);
  expect(await drop([1], [2], on.git, { homes, sharing })).toEqual({ dropped: [1], wrong: [] });
  expect(await pulls()).toEqual([]);
  const left = async (branch: string) => Object.keys(await on.files(branch, elsewhere));
  const still = ['acme/churn/pulls/2/a.txt', 'acme/credit/pulls/1/a.txt', 'pulls/1/a.txt'];
  expect(await left('tailrace/runs')).toEqual(still);
  const before = await on.git.heads(elsewhere, ['tailrace/runs-before']);
  await drop([2], [], on.git, { homes, sharing });
  expect(await left('tailrace/runs')).toEqual(still.slice(1));
  expect(await on.git.heads(elsewhere, ['tailrace/runs-before'])).toEqual(before);
});

test('a home that can not be reached keeps nothing else from being dropped, and is asked again', async () => {
  await ran(1);
  const gone = new NotInstalled(elsewhere, 'https://forge.example.com');
  const heads: Git['heads'] = (of, branches) =>
    of === elsewhere ? Promise.reject(gone) : on.git.heads(of, branches);
  const homes = async () => [elsewhere];
  const { dropped, wrong } = await drop([1], [], { ...on.git, heads }, { homes });
  expect([dropped, await pulls()]).toEqual([[], []]);
  expect(wrong).toEqual([expect.objectContaining({ err: gone, home: elsewhere })]);
});

import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Addition, appendToBranch } from '../../../src/pipelines/evidence/append-to-branch.ts';
import { at, bareRepository, losingRaces, repository } from '../bare-repository.ts';

let on: ReturnType<typeof bareRepository>;
beforeEach(() => {
  on = bareRepository();
});
afterEach(() => on.remove());

async function addition(path: string, content: string): Promise<Addition> {
  const tree = await on.tree({ 'a.txt': content });
  return { branch: 'tailrace/runs', pathOn: async () => path, tree, message: `Add ${path}`, at };
}

const add = async (path: string, content: string, git = on.git) =>
  appendToBranch(git, repository, await addition(path, content));

test('the first addition makes the branch, the next keeps what is there', async () => {
  await add('pulls/1', 'one');
  const { commit, path } = await add('pulls/2', 'two');
  expect(path).toBe('pulls/2');
  expect(await on.files('tailrace/runs')).toEqual({ 'pulls/1/a.txt': 'one', 'pulls/2/a.txt': 'two' });
  expect((await on.git.heads(repository, ['tailrace/runs'])).get('tailrace/runs')).toBe(commit);
});

test('what is there already is success, and adds no commit', async () => {
  const first = await add('pulls/1', 'one');
  expect(await add('pulls/1', 'one')).toEqual(first);
  expect(on.commits('tailrace/runs')).toBe(1);
});

test('a lost race starts over on the new tip: nobody loses anything', async () => {
  const rivals = ['a', 'b', 'c'].map((name) => () => add(`rival/${name}`, name));
  await add('pulls/1', 'one', losingRaces(on.git, ...rivals));
  expect(Object.keys(await on.files('tailrace/runs'))).toEqual([
    'pulls/1/a.txt',
    'rival/a/a.txt',
    'rival/b/a.txt',
    'rival/c/a.txt',
  ]);
});

test('many at once all get in', async () => {
  await Promise.all([1, 2, 3, 4].map((number) => add(`pulls/${number}`, `${number}`)));
  expect(Object.keys(await on.files('tailrace/runs'))).toHaveLength(4);
});

test('a branch that moves without end is given up', async () => {
  const never = { ...on.git, push: async () => 'moved' as const };
  await expect(add('pulls/1', 'one', never)).rejects.toThrow('tailrace/runs moved 20 times');
});

import { afterEach, beforeEach, expect, test } from 'vitest';
import { PersonError } from '../../../src/domain/person-error.ts';
import { type WantedManifests, writeElsewhere } from '../../../src/pipelines/manifests/write-manifests.ts';
import { NotInstalled } from '../../../src/ports/forge.ts';
import type { Git } from '../../../src/ports/git.ts';
import { at, bareRepository, losingRaces } from '../bare-repository.ts';
import { inTurn } from '../in-turn.ts';

const gitops = { owner: 'acme', name: 'gitops' };
const { signal } = new AbortController();

let on: ReturnType<typeof bareRepository>;
beforeEach(async () => {
  on = bareRepository();
  const files = { 'README.md': 'ours', 'qa/churn/old.yaml': 'old', 'qa/churn2/a.yaml': 'theirs' };
  const edits = Object.entries(files).map(([path, content]) => ({ kind: 'write' as const, path, content }));
  const tree = await on.git.edit(gitops, undefined, edits);
  const commit = await on.git.makeCommit(gitops, { tree, parents: [], message: 'By hand', at });
  await on.git.push(gitops, 'main', undefined, commit);
});
afterEach(() => on.remove());

function wanted(name: string, content = name): WantedManifests {
  const location = { repository: gitops, branch: 'main', folder: `qa/${name}` };
  const files = [{ path: '10-deployment.yaml', content }];
  return { manifests: { location, files }, message: `Deploy ${name}`, at };
}

const write = (what: WantedManifests, git = on.git, locks = inTurn()) =>
  writeElsewhere({ git, locks }, what, signal);

test('the folder holds exactly the manifests then, and nothing else is touched', async () => {
  const commit = await write(wanted('churn', 'new'));
  expect(await on.files('main')).toEqual({
    'README.md': 'ours',
    'qa/churn/10-deployment.yaml': 'new',
    'qa/churn2/a.yaml': 'theirs',
  });
  expect((await on.git.heads(gitops, ['main'])).get('main')).toBe(commit);
});

test('manifests that are there already need no commit', async () => {
  const commit = await write(wanted('churn'));
  expect(await write({ ...wanted('churn'), message: 'Again' })).toBe(commit);
  expect(on.commits('main')).toBe(2);
});

test('ten models at once take turns: each gets in with one push', async () => {
  let pushes = 0;
  const push: Git['push'] = (...args) => {
    pushes += 1;
    return on.git.push(...args);
  };
  const locks = inTurn();
  const models = Array.from({ length: 10 }, (_, index) => `model-${index}`);
  await Promise.all(models.map((name) => write(wanted(name), { ...on.git, push }, locks)));
  const files = Object.keys(await on.files('main'));
  expect(files.filter((path) => path.startsWith('qa/model-'))).toHaveLength(10);
  expect([pushes, on.commits('main')]).toEqual([10, 11]);
});

test('others that know nothing of our turns get in as well, and so do we', async () => {
  const rivals = ['a', 'b', 'c'].map((name) => () => write(wanted(name)));
  await write(wanted('churn'), losingRaces(on.git, ...rivals));
  expect(Object.keys(await on.files('main')).filter((path) => path.endsWith('10-deployment.yaml'))).toEqual([
    ...['a', 'b', 'c', 'churn'].map((name) => `qa/${name}/10-deployment.yaml`),
  ]);
});

test('a branch that moves without end is given up', async () => {
  const never = { ...on.git, push: async () => 'moved' as const };
  await expect(write(wanted('churn'), never)).rejects.toThrow('main moved 20 times');
});

test('a branch that is not there, and a repository without the app, are for a person to mend', async () => {
  const { manifests } = wanted('churn');
  const location = { ...manifests.location, branch: 'live' };
  const missing = write({ ...wanted('churn'), manifests: { ...manifests, location } });
  await expect(missing).rejects.toThrow(PersonError);
  await expect(missing).rejects.toMatchObject({
    title: 'acme/gitops has no branch live',
    message: expect.stringContaining('git push -u origin live'),
  });
  const heads: Git['heads'] = async (repository) => {
    throw new NotInstalled(repository, 'https://forge.example/apps/tailrace/installations/new');
  };
  await expect(write(wanted('churn'), { ...on.git, heads })).rejects.toMatchObject({
    title: 'Tailrace is not installed on acme/gitops',
    message: expect.stringContaining(
      '[install the app](https://forge.example/apps/tailrace/installations/new)',
    ),
  });
});

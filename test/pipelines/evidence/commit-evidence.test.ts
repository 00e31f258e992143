import { afterEach, beforeEach, expect, test } from 'vitest';
import { homeIn } from '../../../src/domain/evidence/evidence-home.ts';
import { appendToBranch } from '../../../src/pipelines/evidence/append-to-branch.ts';
import { commitEvidence } from '../../../src/pipelines/evidence/commit-evidence.ts';
import { passedResult, someCommit } from '../../domain/results.ts';
import { at, bareRepository, elsewhere, losingRaces, repository } from '../bare-repository.ts';

let on: ReturnType<typeof bareRepository>;
beforeEach(() => {
  on = bareRepository();
});
afterEach(() => on.remove());

const image = { repository: 'registry.example.com/acme/churn', digest: 'sha256:1', exposedPorts: [] };
const home = homeIn(repository, repository);
const release = { commit: someCommit, sourceTree: passedResult.sourceTree, image };

/** A result whose files a run has committed. */
async function resultThatPrinted(text: string, environment = 'sandbox') {
  const files = await on.tree({ 'logs/notebook.log': text, 'record.json': '{}' });
  const addition = {
    branch: 'tailrace/runs',
    pathOn: async () => `pulls/${text}`,
    tree: files,
    message: text,
    at,
  };
  const committed = await appendToBranch(on.git, repository, addition);
  return { ...passedResult, id: text, environment, files, committed };
}

async function commit(text: string, git = on.git, environment = 'sandbox') {
  const result = await resultThatPrinted(text, environment);
  return (await commitEvidence(git, repository, { home, name: 'churn', release, result, at })).path;
}

const folder = `releases/${someCommit}/sandbox`;

test('evidence is what the test left, and a record that names the release', async () => {
  expect(await commit('first')).toBe(`${folder}/1`);
  const files = await on.files('tailrace/evidence');
  expect(files[`${folder}/1/logs/notebook.log`]).toBe('first');
  expect(JSON.parse(files[`${folder}/1/record.json`] ?? '')).toMatchObject({
    commit: someCommit,
    run: 'first',
  });
});

test('attempts are counted for each environment, also beyond nine', async () => {
  const ten = Object.fromEntries(
    [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((attempt) => [`${attempt}/record.json`, '{}']),
  );
  const addition = { branch: 'tailrace/evidence', pathOn: async () => folder, message: 'Ten', at };
  await appendToBranch(on.git, repository, { ...addition, tree: await on.tree(ten) });
  expect(await commit('eleventh')).toBe(`${folder}/11`);
  expect(await commit('elsewhere', on.git, 'qa')).toBe(`releases/${someCommit}/qa/1`);
});

test('evidence that is there already is found again, also when there is newer', async () => {
  await commit('first');
  await commit('second');
  expect(await commit('first')).toBe(`${folder}/1`);
  expect(on.commits('tailrace/evidence')).toBe(2);
});

test('evidence of somebody who was faster is never written over', async () => {
  const git = losingRaces(on.git, () => commit('faster'));
  expect(await commit('slower', git)).toBe(`${folder}/2`);
  const files = await on.files('tailrace/evidence');
  expect(files[`${folder}/1/logs/notebook.log`]).toBe('faster');
  expect(files[`${folder}/2/logs/notebook.log`]).toBe('slower');
});

test('evidence goes to another repository with what the test left in this one, once', async () => {
  const result = await resultThatPrinted('at home');
  const wanted = { home: homeIn(repository, elsewhere), name: 'churn', release, result, at };
  const kept = await commitEvidence(on.git, repository, wanted);
  expect(kept).toMatchObject({ path: `acme/churn/${folder}/1`, repository: elsewhere });
  expect(await on.files('tailrace/evidence', elsewhere)).toMatchObject({
    [`acme/churn/${folder}/1/logs/notebook.log`]: 'at home',
  });
  expect(await commitEvidence(on.git, repository, wanted)).toEqual(kept);
  expect(await on.files('tailrace/evidence')).toEqual({});
});

import { afterEach, beforeEach, expect, test } from 'vitest';
import { type FakeForge, startFakeForge } from './fake-forge.ts';
import { appClient, tokenClient } from './octokit-for-tests.ts';

const repository = 'acme/churn';
const churn = { owner: 'acme', repo: 'churn' };
let forge: FakeForge;
let number: number;
let head_sha: string;

beforeEach(async () => {
  forge = await startFakeForge({ webhookSecret: 'secret' });
  await forge.createRepository({ owner: 'acme', name: 'churn', branches: ['sandbox', 'qa'] });
  const dana = forge.person('dana');
  head_sha = await dana.push({ repository, branch: 'better', files: { a: '1' } });
  number = await dana.openPullRequest({ repository, head: 'better', base: 'sandbox', title: 'Better' });
});

afterEach(() => forge.close());

const merge = () => forge.person('dana').merge(repository, number);

test('a required check guards the merge', async () => {
  forge.protect(repository, 'sandbox', { checks: ['tailrace/sandbox'] });
  const { checks } = appClient(forge, repository).rest;
  await expect(merge()).rejects.toThrow('"tailrace/sandbox" is expected');
  const run = await checks.create({ ...churn, name: 'tailrace/sandbox', head_sha, conclusion: 'failure' });
  await expect(merge()).rejects.toThrow('"tailrace/sandbox" is failing');
  await checks.update({ ...churn, check_run_id: run.data.id, conclusion: 'success' });
  await merge();
  expect(forge.repository(repository).pullRequest(number).merged).toMatchObject({ by: 'dana' });
});

test('where a head has to be up to date, its checks do not count before it is', async () => {
  forge.protect(repository, 'sandbox', { checks: ['test'], strict: true });
  const { checks } = appClient(forge, repository).rest;
  const passed = { ...churn, name: 'test', conclusion: 'success' } as const;
  await checks.create({ ...passed, head_sha });
  forge.protect(repository, 'sandbox', {});
  await forge.person('max').push({ repository, branch: 'sandbox', files: { b: '1' } });
  forge.protect(repository, 'sandbox', { checks: ['test'], strict: true });
  await expect(merge()).rejects.toThrow('Required status check "test" is expected.');

  const dana = forge.person('dana');
  const files = { a: '1' };
  const rebased = await dana.push({ repository, branch: 'better', from: 'sandbox', files, force: true });
  await checks.create({ ...passed, head_sha: rebased });
  await merge();
});

test('as many people with write access have to approve as the branch says', async () => {
  forge.protect(repository, 'sandbox', { reviews: 2 });
  forge.grant('rita', repository, 'read');
  const [max, mia, rita] = [forge.person('max'), forge.person('mia'), forge.person('rita')];
  await max.review(repository, number, 'approved');
  await rita.review(repository, number, 'approved');
  await expect(merge()).rejects.toThrow(
    'At least 2 approving reviews are required by reviewers with write access.',
  );
  await mia.review(repository, number, 'changes_requested');
  await expect(merge()).rejects.toThrow('Changes have been requested.');
  await mia.review(repository, number, 'commented');
  await expect(merge()).rejects.toThrow('Changes have been requested.');
  await mia.review(repository, number, 'approved');
  await merge();
});

test('an approval that was dismissed counts no more', async () => {
  forge.protect(repository, 'sandbox', { reviews: 1, dismissStale: true });
  await forge.person('max').review(repository, number, 'approved');
  await forge.person('dana').push({ repository, branch: 'better', files: { a: '2' } });
  await expect(merge()).rejects.toThrow(
    'At least 1 approving review is required by reviewers with write access.',
  );
  await forge.person('max').review(repository, number, 'approved');
  await merge();
});

test('a draft is not merged', async () => {
  const dana = forge.person('dana');
  const opening = { repository, head: 'better', base: 'qa', title: 'Draft', draft: true };
  const draft = await dana.openPullRequest(opening);
  await expect(dana.merge(repository, draft)).rejects.toThrow('Pull Request is still a draft');
  await dana.ready(repository, draft);
  await dana.merge(repository, draft);
});

test('REST says why with 405, a ruleset by its own name', async () => {
  const dana = tokenClient(forge, forge.user('dana').token).rest;
  const refused = () => dana.pulls.merge({ ...churn, pull_number: number }).catch((error: unknown) => error);
  const rules = { reviews: 1, checks: ['test'] };
  forge.protect(repository, 'sandbox', rules);
  const [review, check] = [
    'At least 1 approving review is required by reviewers with write access.',
    'Required status check "test" is expected.',
  ];
  const answer = (message: string) => ({ status: 405, response: { data: { message } } });
  expect(await refused()).toMatchObject(answer(`${review} ${check}`));
  forge.protect(repository, 'sandbox', { ...rules, ruleset: true });
  const inRuleset = `Repository rule violations found\n\n${review}\n\n${check}\n\n`;
  expect(await refused()).toMatchObject(answer(inRuleset));
});

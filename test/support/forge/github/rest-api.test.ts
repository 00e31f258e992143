import type { Octokit } from '@octokit/rest';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type FakeForge, startFakeForge } from '../fake-forge.ts';
import { appClient, tokenClient } from '../octokit-for-tests.ts';

const churn = { owner: 'acme', repo: 'churn' };
let forge: FakeForge;
let app: Octokit['rest'];
let number: number;
let head_sha: string;

beforeEach(async () => {
  forge = await startFakeForge({ webhookSecret: 'secret' });
  await forge.createRepository({ owner: 'acme', name: 'churn', branches: ['sandbox', 'qa'] });
  app = appClient(forge, 'acme/churn').rest;
  const dana = forge.person('dana');
  head_sha = await dana.push({ repository: 'acme/churn', branch: 'better', files: { a: '1' } });
  number = await dana.openPullRequest({
    repository: 'acme/churn',
    head: 'better',
    base: 'sandbox',
    title: 'Better',
  });
});

afterEach(() => forge.close());

test('the bot opens, changes and closes a pull request', async () => {
  const opened = await app.pulls.create({
    ...churn,
    head: 'better',
    base: 'qa',
    title: 'To qa',
    body: 'Because',
  });
  expect(opened.data).toMatchObject({
    user: { login: 'tailrace[bot]', type: 'Bot' },
    head: { sha: head_sha },
  });
  const pull_number = opened.data.number;
  await app.pulls.update({ ...churn, pull_number, title: 'Into qa' });
  await app.pulls.update({ ...churn, pull_number, state: 'closed' });
  await app.issues.addLabels({ ...churn, issue_number: pull_number, labels: ['promotion'] });
  const found = await app.pulls.list({ ...churn, state: 'all', head: 'acme:better', base: 'qa' });
  expect(found.data.map(({ title, state }) => [title, state])).toEqual([['Into qa', 'closed']]);
  expect(forge.repository('acme/churn').pullRequest(pull_number).labels).toEqual(['promotion']);
});

test('the same pull request twice, or with nothing in it, is refused in words', async () => {
  const again = app.pulls.create({ ...churn, head: 'better', base: 'sandbox', title: 'Again' });
  await expect(again).rejects.toMatchObject({
    status: 422,
    message: expect.stringContaining('already exists'),
  });
  const empty = app.pulls.create({ ...churn, head: 'sandbox', base: 'qa', title: 'Nothing' });
  await expect(empty).rejects.toThrow('No commits between qa and sandbox');
});

test('people merge by REST, the bot does not', async () => {
  forge.expectProblem(/apps may not do this at all/);
  const merge = { ...churn, pull_number: number, merge_method: 'squash' } as const;
  await expect(app.pulls.merge(merge)).rejects.toMatchObject({ status: 403 });
  const max = tokenClient(forge, forge.user('max').token).rest;
  await expect(max.pulls.merge({ ...merge, sha: '0'.repeat(40) })).rejects.toMatchObject({ status: 409 });
  const { data } = await max.pulls.merge(merge);
  const pull = await app.pulls.get({ ...churn, pull_number: number });
  expect(pull.data).toMatchObject({ merged: true, merge_commit_sha: data.sha, merged_by: { login: 'max' } });
  const related = await app.repos.listPullRequestsAssociatedWithCommit({ ...churn, commit_sha: data.sha });
  expect(related.data.map((one) => one.number)).toEqual([number]);
});

test('a comment is written, changed, read, and refused above 65,536 characters', async () => {
  const { data } = await app.issues.createComment({ ...churn, issue_number: number, body: 'Running' });
  await app.issues.updateComment({ ...churn, comment_id: data.id, body: 'Passed' });
  const long = app.issues.createComment({ ...churn, issue_number: number, body: 'x'.repeat(65_537) });
  await expect(long).rejects.toMatchObject({ status: 422 });
  expect(forge.repository('acme/churn').comments(number)).toMatchObject([
    { body: 'Passed', author: 'tailrace[bot]' },
  ]);
  await app.repos.createCommitComment({ ...churn, commit_sha: head_sha, body: 'Rolled back' });
  expect(await forge.repository('acme/churn').commitComments('better')).toMatchObject([
    { body: 'Rolled back' },
  ]);
});

test('lists come in pages that link to each other', async () => {
  const dana = forge.person('dana');
  for (let count = 1; count <= 5; count += 1) await dana.comment('acme/churn', number, `Comment ${count}`);
  const wanted = { ...churn, issue_number: number, per_page: 2 };
  const { data, headers } = await app.issues.listComments({ ...wanted, page: 2 });
  expect(data.map(({ body }) => body)).toEqual(['Comment 3', 'Comment 4']);
  expect(headers.link?.match(/rel="\w+"/g)).toEqual([
    'rel="prev"',
    'rel="first"',
    'rel="next"',
    'rel="last"',
  ]);
  const client = appClient(forge, 'acme/churn');
  expect(await client.paginate(client.rest.issues.listComments, wanted)).toHaveLength(5);
});

test('branches and commits are read, with slashes in their names', async () => {
  await forge.person('dana').pushRef('acme/churn', `${head_sha}:refs/heads/tailrace/promote/qa`);
  const branch = await app.repos.getBranch({ ...churn, branch: 'tailrace/promote/qa' });
  const ref = await app.git.getRef({ ...churn, ref: 'heads/tailrace/promote/qa' });
  const commit = await app.repos.getCommit({ ...churn, ref: head_sha });
  expect([branch.data.commit.sha, ref.data.object.sha, commit.data.sha]).toEqual([
    head_sha,
    head_sha,
    head_sha,
  ]);
  expect(commit.data.author).toMatchObject({ login: 'dana' });
});

test('roles are told in full', async () => {
  forge.grant('mia', 'acme/churn', 'maintain');
  const { data } = await app.repos.getCollaboratorPermissionLevel({ ...churn, username: 'mia' });
  expect(data).toMatchObject({ permission: 'write', role_name: 'maintain' });
});

test('deployments and their states are kept, newest first', async () => {
  const wanted = { ...churn, ref: head_sha, environment: 'qa', auto_merge: false, required_contexts: [] };
  await app.repos.createDeployment(wanted);
  const [deployment] = (await app.repos.listDeployments({ ...churn, environment: 'qa' })).data;
  const deployment_id = deployment?.id ?? 0;
  await app.repos.createDeploymentStatus({ ...churn, deployment_id, state: 'in_progress' });
  await app.repos.createDeploymentStatus({ ...churn, deployment_id, state: 'success' });
  const { data } = await app.repos.listDeploymentStatuses({ ...churn, deployment_id });
  expect(data.map(({ state }) => state)).toEqual(['success', 'in_progress']);
});

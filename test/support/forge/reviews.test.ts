import { afterEach, beforeEach, expect, test } from 'vitest';
import { type FakeForge, startFakeForge } from './fake-forge.ts';
import { appClient } from './octokit-for-tests.ts';
import type { Person } from './person.ts';
import { startWebhookReceiver } from './webhook-receiver.ts';

const repository = 'acme/churn';
const churn = { owner: 'acme', repo: 'churn' };
let forge: FakeForge;
let receiver: Awaited<ReturnType<typeof startWebhookReceiver>>;
let dana: Person;
let number: number;

beforeEach(async () => {
  receiver = await startWebhookReceiver('secret');
  forge = await startFakeForge({ webhookSecret: 'secret' });
  await forge.createRepository({ owner: 'acme', name: 'churn', branches: ['sandbox', 'qa'] });
  dana = forge.person('dana');
  await dana.push({ repository, branch: 'better', files: { a: '1' } });
  number = await dana.openPullRequest({ repository, head: 'better', base: 'sandbox', title: 'Better' });
  await forge.settled();
  forge.deliverTo(receiver.url);
});

afterEach(async () => {
  await forge.close();
  await receiver.close();
});

async function news() {
  await forge.settled();
  return receiver.received.splice(0);
}

test('a review is told when it is given, edited, and taken back', async () => {
  const max = forge.person('max');
  const id = await max.review(repository, number, 'approved', 'Fine');
  await max.editReview(repository, number, id, '/promote qa');
  await dana.dismissReview(repository, number, id);
  const told = await news();
  expect(told.map(({ name }) => name)).toEqual([
    'pull_request_review.submitted',
    'pull_request_review.edited',
    'pull_request_review.dismissed',
  ]);
  expect(told[1]?.payload).toMatchObject({
    review: { body: '/promote qa', state: 'approved' },
    changes: { body: { from: 'Fine' } },
  });
  expect(told[2]?.payload).toMatchObject({ review: { state: 'dismissed' }, sender: { login: 'dana' } });
  expect(forge.repository(repository).reviews(number)).toMatchObject([
    { author: 'max', verdict: 'dismissed' },
  ]);
});

test('a new commit takes an approval back where the branch says so', async () => {
  forge.protect(repository, 'sandbox', { dismissStale: true });
  await forge.person('max').review(repository, number, 'approved');
  await dana.push({ repository, branch: 'better', files: { a: '2' } });
  const { pulls } = appClient(forge, repository).rest;
  const { data } = await pulls.listReviews({ ...churn, pull_number: number });
  expect(data.map(({ state }) => state)).toEqual(['DISMISSED']);
  expect((await news()).at(-1)?.name).toBe('pull_request_review.dismissed');
});

test('people and teams are asked for reviews, each is told, and who has reviewed is asked no more', async () => {
  forge.team('acme/risk', ['rita']);
  const { pulls } = appClient(forge, repository).rest;
  const at = { ...churn, pull_number: number };
  const nobody = pulls.requestReviewers({ ...at, reviewers: ['max', 'nobody'], team_reviewers: ['risk'] });
  await expect(nobody).rejects.toMatchObject({ status: 422 });
  forge.user('max');
  await pulls.requestReviewers({ ...at, reviewers: ['max'], team_reviewers: ['risk'] });
  await dana.requestReview(repository, number, ['mia']);
  expect((await pulls.get(at)).data.requested_teams).toMatchObject([{ slug: 'risk' }]);
  expect((await pulls.list(churn)).data).toMatchObject([{ requested_teams: [{ slug: 'risk' }] }]);
  expect((await news()).map(({ payload }) => payload)).toMatchObject([
    { action: 'review_requested', requested_reviewer: { login: 'max' }, sender: { login: 'tailrace[bot]' } },
    { action: 'review_requested', requested_team: { slug: 'risk' } },
    { action: 'review_requested', requested_reviewer: { login: 'mia' }, sender: { login: 'dana' } },
  ]);
  await forge.person('max').review(repository, number, 'approved');
  await pulls.removeRequestedReviewers({ ...at, reviewers: [], team_reviewers: ['risk'] });
  const left = { requestedReviewers: ['mia'], requestedTeams: [] };
  expect(forge.repository(repository).pullRequest(number)).toMatchObject(left);
});

test('teams tell their members', async () => {
  forge.team('acme/risk', ['rita']);
  const { teams } = appClient(forge, repository).rest;
  const member = { org: 'acme', team_slug: 'risk', username: 'rita' };
  expect((await teams.getMembershipForUserInOrg(member)).data.state).toBe('active');
  const stranger = teams.getMembershipForUserInOrg({ ...member, username: 'dana' });
  await expect(stranger).rejects.toMatchObject({ status: 404 });
});

test('a comment on a line is a review of its own, and can be answered', async () => {
  const wanted = { path: 'a', line: 1, body: '/hold qa' };
  const comment_id = await forge.person('max').commentOnLine(repository, number, wanted);
  const told = await news();
  expect(told.map(({ name }) => name)).toEqual([
    'pull_request_review.submitted',
    'pull_request_review_comment.created',
  ]);
  expect(told[1]?.payload).toMatchObject({
    comment: { id: comment_id, body: '/hold qa', path: 'a', line: 1, user: { login: 'max' } },
    pull_request: { number },
  });
  const { pulls } = appClient(forge, repository).rest;
  await pulls.createReplyForReviewComment({ ...churn, pull_number: number, comment_id, body: 'Held' });
  expect(forge.repository(repository).lineComments(number)).toMatchObject([
    { author: 'max' },
    { author: 'tailrace[bot]', body: 'Held', path: 'a', replyTo: comment_id },
  ]);
});

test('a reaction is there once, on comments of every kind', async () => {
  const { reactions } = appClient(forge, repository).rest;
  const head = forge.repository(repository).pullRequest(number).head.sha;
  const content = 'eyes';
  const comment_id = await dana.comment(repository, number, '/promote qa');
  expect((await reactions.createForIssueComment({ ...churn, comment_id, content })).status).toBe(201);
  expect((await reactions.createForIssueComment({ ...churn, comment_id, content })).status).toBe(200);
  const onLine = await dana.commentOnLine(repository, number, { path: 'a', line: 1, body: 'x' });
  await reactions.createForPullRequestReviewComment({ ...churn, comment_id: onLine, content });
  const onCommit = await dana.commentOnCommit(repository, head, 'y');
  const { data } = await reactions.createForCommitComment({ ...churn, comment_id: onCommit, content });
  await reactions.deleteForCommitComment({ ...churn, comment_id: onCommit, reaction_id: data.id });

  const ours = [{ content, by: 'tailrace[bot]' }];
  const view = forge.repository(repository);
  expect(view.comments(number)).toMatchObject([{ reactions: ours }]);
  expect(view.lineComments(number)).toMatchObject([{ reactions: ours }]);
  expect(await view.commitComments(head)).toMatchObject([{ reactions: [] }]);
  const { data: listed } = await reactions.listForIssueComment({ ...churn, comment_id });
  expect(listed.map(({ user }) => user?.login)).toEqual(['tailrace[bot]']);
});

import { expect, test } from 'vitest';
import { connectGitHub } from '../../../src/adapters/github/github.ts';
import {
  api,
  connect,
  onlyPreparedAnswers,
  ourApp,
  ourBot,
  quiet,
  repository,
  settings,
} from './github-api.ts';

onlyPreparedAnswers();
const head = 'a'.repeat(40);
const inRepository = { installation: { id: 31 }, repository: { full_name: 'acme/churn' } };

test('a push to a branch is an event, with its branch as it is written', async () => {
  const push = { ref: 'refs/heads/feature/churn-2', after: head, deleted: false };
  expect(await eventsOf('push', push)).toEqual([
    { kind: 'push', repository, branch: 'feature/churn-2', head },
  ]);
});

test('a new branch is told apart, a deleted one is an event of its own, and tags are none', async () => {
  const push = { ref: 'refs/heads/qa', after: head, deleted: false, created: true };
  expect(await eventsOf('push', push)).toEqual([
    { kind: 'push', repository, branch: 'qa', head, created: true },
  ]);
  const went = { ref: 'refs/heads/qa', after: '0'.repeat(40), deleted: true };
  expect(await eventsOf('push', went)).toEqual([{ kind: 'branch-deleted', repository, branch: 'qa' }]);
  expect(await eventsOf('push', { ref: 'refs/tags/v1', after: head, deleted: false })).toEqual([]);
});

test.each(['opened', 'synchronize', 'ready_for_review'])(
  'a pull request that is %s has something to test, a draft too',
  async (action) => {
    expect(await eventsOf('pull_request', pullRequest(action, {}))).toEqual([tested]);
  },
);

test('an edit counts only where the base is another one', async () => {
  const rebased = pullRequest('edited', { changes: { base: { ref: { from: 'main' } } } });
  expect(await eventsOf('pull_request', rebased)).toEqual([{ ...tested, from: 'main' }]);
  expect(
    await eventsOf('pull_request', pullRequest('edited', { changes: { title: { from: 'x' } } })),
  ).toEqual([]);
});

test.each(['labeled', 'assigned', 'converted_to_draft'])(
  'a pull request that is %s has nothing new to test',
  async (action) => {
    expect(await eventsOf('pull_request', pullRequest(action, {}))).toEqual([]);
  },
);

const attached = [
  { number: 5, base: { ref: 'sandbox' } },
  { number: 6, base: { ref: 'qa' } },
];
const reruns = [
  { kind: 'rerun', repository, pullRequest: 5, head, base: 'sandbox' },
  { kind: 'rerun', repository, pullRequest: 6, head, base: 'qa' },
];

test('"Re-run" at a check of ours runs each of its pull requests again', async () => {
  const run = { name: 'tailrace/qa', app: ourApp, head_sha: head, pull_requests: attached };
  expect(await eventsOf('check_run', { action: 'rerequested', check_run: run })).toEqual(reruns);
});

test('"Re-run" where GitHub names no pull request is about the commit', async () => {
  const run = { name: 'tailrace/qa', app: ourApp, head_sha: head, pull_requests: [] };
  const event = { kind: 'rerun-commit', repository, head, environment: 'qa' };
  expect(await eventsOf('check_run', { action: 'rerequested', check_run: run })).toEqual([event]);
  const suite = { app: ourApp, head_sha: head, pull_requests: [] };
  expect(await eventsOf('check_suite', { action: 'rerequested', check_suite: suite })).toEqual([
    { ...event, environment: undefined },
  ]);
});

test("others' checks and our other checks are none of our business", async () => {
  const others = { name: 'tailrace/qa', app: { id: 1 }, head_sha: head, pull_requests: attached };
  expect(await eventsOf('check_run', { action: 'rerequested', check_run: others })).toEqual([]);
  const another = { name: 'lint', app: ourApp, head_sha: head, pull_requests: attached };
  expect(await eventsOf('check_run', { action: 'rerequested', check_run: another })).toEqual([]);
  const created = { name: 'tailrace/qa', app: ourApp, head_sha: head, pull_requests: attached };
  expect(await eventsOf('check_run', { action: 'created', check_run: created })).toEqual([]);
});

test('"Re-run all checks" does the same for our suite only', async () => {
  const suite = { app: ourApp, head_sha: head, pull_requests: attached };
  expect(await eventsOf('check_suite', { action: 'rerequested', check_suite: suite })).toEqual(reruns);
  const others = { ...suite, app: { id: 1 } };
  expect(await eventsOf('check_suite', { action: 'rerequested', check_suite: others })).toEqual([]);
});

test.each([
  ['checks_requested', false],
  ['destroyed', true],
])('a merge group whose checks are %s', async (action, ended) => {
  const branch = 'gh-readonly-queue/team/qa/pr-12-79e9';
  const merge_group = { head_sha: head, head_ref: `refs/heads/${branch}`, base_ref: 'refs/heads/team/qa' };
  expect(await eventsOf('merge_group', { action, merge_group })).toEqual([
    { kind: 'merge-group', repository, number: 12, head, branch, base: 'team/qa', ended },
  ]);
});

const onPullRequest = { number: 5, pull_request: {} };
const said = { id: 12, body: '/tailrace promote prod overwrite', user: { login: 'dana' } };
const sender = { login: 'ada' };

test('a comment on a pull request is an event, by whoever wrote or changed it', async () => {
  weAreAsked(2);
  const comment = { action: 'created', issue: onPullRequest, comment: said, sender };
  const place = { kind: 'pull-request', number: 5 };
  const event = { kind: 'comment', id: 'd1', repository, place, comment: 12, by: 'ada' };
  expect(await eventsOf('issue_comment', comment)).toEqual([{ ...event, text: said.body }]);
  const edited = { ...comment, action: 'edited', changes: { body: { from: 'Hm.' } } };
  expect(await eventsOf('issue_comment', edited)).toEqual([{ ...event, text: said.body, before: 'Hm.' }]);
});

test('so is one on an issue, and one on a commit', async () => {
  weAreAsked(3);
  const event = { kind: 'comment', id: 'd1', repository, comment: 12, by: 'ada', text: said.body };
  const onIssue = { action: 'created', issue: { number: 5 }, comment: said, sender };
  expect(await eventsOf('issue_comment', onIssue)).toEqual([
    { ...event, place: { kind: 'issue', number: 5 } },
  ]);
  const onCommit = { action: 'created', comment: { ...said, commit_id: head }, sender };
  const place = { kind: 'commit', commit: head };
  expect(await eventsOf('commit_comment', onCommit)).toEqual([{ ...event, place }]);
  const ours = { ...said, commit_id: head, user: ourBot };
  expect(await eventsOf('commit_comment', { ...onCommit, comment: ours })).toEqual([]);
});

test('our own comments, and those that were taken back, are none', async () => {
  const comment = { action: 'created', issue: onPullRequest, comment: said, sender };
  const ours = { ...said, performed_via_github_app: ourApp };
  expect(await eventsOf('issue_comment', { ...comment, comment: ours })).toEqual([]);
  const deleted = { ...comment, action: 'deleted' };
  expect(await eventsOf('issue_comment', deleted)).toEqual([]);
});

/** Each of so many connections asks once who our own app is. */
function weAreAsked(times: number) {
  api().get('/app').times(times).reply(200, { id: 7, slug: 'tailrace-acme' });
}

const decision = { kind: 'decision', repository, head: 'feature', base: 'sandbox' };
const looked = { kind: 'review', repository, number: 5, head, base: 'sandbox' };

test('a pull request that is reopened is to be tested, and decided about like one that is closed', async () => {
  expect(await eventsOf('pull_request', pullRequest('reopened', {}))).toEqual([tested, decision]);
  expect(await eventsOf('pull_request', pullRequest('closed', {}))).toEqual([decision]);
});

test('a review is one of the head that stands, and a decision; of a dismissed one counts whether a person did it', async () => {
  const { pull_request } = pullRequest('closed', {});
  const review = { id: 3, state: 'approved' };
  const person = { login: 'dana', type: 'User' };
  const reviewed = { action: 'submitted', review, pull_request, sender: person };
  expect(await eventsOf('pull_request_review', reviewed)).toEqual([decision, looked]);
  const dismissed = { ...reviewed, action: 'dismissed' };
  expect(await eventsOf('pull_request_review', dismissed)).toEqual([{ ...decision, takenBack: 3 }, looked]);
  const byForge = { ...dismissed, sender: { login: 'tailrace[bot]', type: 'Bot' } };
  expect(await eventsOf('pull_request_review', byForge)).toEqual([decision, looked]);
});

test('decisions about merged pull requests, and about those of forks, are none; reviews of forks are told', async () => {
  const { pull_request } = pullRequest('closed', {});
  const merged = { ...pull_request, merged: true };
  expect(await eventsOf('pull_request', pullRequest('closed', { pull_request: merged }))).toEqual([]);
  const forked = { ...pull_request, head: { ...pull_request.head, repo: null } };
  expect(await eventsOf('pull_request', pullRequest('closed', { pull_request: forked }))).toEqual([]);
  const reviewed = { action: 'submitted', review: { id: 3 }, pull_request: forked, sender };
  expect(await eventsOf('pull_request_review', reviewed)).toEqual([looked]);
});

test('what is not of interest is taken without a word', async () => {
  expect(await eventsOf('star', { action: 'created' })).toEqual([]);
  expect(await eventsOf('an_event_of_next_year', {})).toEqual([]);
});

test('where an event can not be taken, its delivery fails with the reason', async () => {
  const onEvent = () => Promise.reject(new Error('the queue is away'));
  const surroundings = { onEvent, clock: { now: () => new Date(0) }, log: quiet };
  const github = await connectGitHub(settings, surroundings);
  const payload = JSON.stringify({ ...inRepository, ref: 'refs/heads/qa', after: head, deleted: false });
  await expect(github.receive({ id: 'd1', event: 'push', payload })).rejects.toThrow('the queue is away');
  await expect(github.receive({ id: 'd2', event: 'push', payload: '{' })).rejects.toThrow('Invalid JSON');
});

const tested = { kind: 'pull-request', repository, number: 5, head, base: 'sandbox' };

function pullRequest(action: string, changed: object) {
  const repo = { full_name: 'acme/churn' };
  const base = { ref: 'sandbox', repo };
  const pull_request = { number: 5, draft: true, head: { sha: head, ref: 'feature', repo }, base };
  return { action, number: 5, pull_request, ...changed };
}

async function eventsOf(event: string, payload: object) {
  const github = await connect();
  await github.receive({ id: 'd1', event, payload: JSON.stringify({ ...inRepository, ...payload }) });
  return github.events;
}

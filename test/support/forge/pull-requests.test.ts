import { afterEach, beforeEach, expect, test } from 'vitest';
import { type FakeForge, startFakeForge } from './fake-forge.ts';
import { startWebhookReceiver } from './webhook-receiver.ts';

const SECRET = 'a secret for webhooks';
const REPOSITORY = 'acme/churn';

let forge: FakeForge;
let receiver: Awaited<ReturnType<typeof startWebhookReceiver>>;

beforeEach(async () => {
  receiver = await startWebhookReceiver(SECRET);
  forge = await startFakeForge({ webhookSecret: SECRET });
  forge.deliverTo(receiver.url);
  await forge.createRepository({ owner: 'acme', name: 'churn', branches: ['sandbox', 'qa'] });
});

afterEach(async () => {
  await forge.close();
  await receiver.close();
});

async function openedByDana(): Promise<number> {
  const dana = forge.person('dana');
  const files = { 'model.py': 'print(1)\n' };
  await dana.push({
    repository: REPOSITORY,
    branch: 'better',
    from: 'sandbox',
    files,
    message: 'Better model',
  });
  await dana.push({
    repository: REPOSITORY,
    branch: 'better',
    files: { 'README.md': null },
    message: 'No readme',
  });
  return dana.openPullRequest({ repository: REPOSITORY, head: 'better', base: 'sandbox', title: 'Better' });
}

test('each push and the pull request are told in order, signed', async () => {
  const number = await openedByDana();
  const head = await forge
    .person('dana')
    .push({ repository: REPOSITORY, branch: 'better', files: { a: 'b' } });
  await forge.settled();

  expect(receiver.names()).toEqual([
    'push',
    'push',
    'pull_request.opened',
    'push',
    'pull_request.synchronize',
  ]);
  expect(receiver.received.every(({ isSigned }) => isSigned)).toBe(true);
  expect(receiver.received[1]?.payload).toMatchObject({
    ref: 'refs/heads/better',
    created: false,
    forced: false,
    commits: [{ message: 'No readme', removed: ['README.md'], author: { username: 'dana' } }],
    installation: { id: forge.installationId(REPOSITORY) },
    sender: { login: 'dana', type: 'User' },
  });
  expect(receiver.received[4]?.payload).toMatchObject({
    number,
    after: head,
    pull_request: { head: { sha: head }, mergeable: true, commits: 3, author_association: 'MEMBER' },
  });
  expect(await forge.repository(REPOSITORY).commit(`refs/pull/${number}/head`)).toMatchObject({ sha: head });
});

test('a merge makes a commit of two parents', async () => {
  const number = await openedByDana();
  const { head } = forge.repository(REPOSITORY).pullRequest(number);
  const before = await forge.repository(REPOSITORY).head('sandbox');

  const sha = await forge.person('max').merge(REPOSITORY, number, 'merge');

  const commit = await forge.repository(REPOSITORY).commit('sandbox');
  expect(commit).toMatchObject({ sha, parents: [before, head.sha], author: { name: 'max' } });
  expect(commit.message).toBe(`Merge pull request #${number} from acme/better\n\nBetter`);
  expect(await forge.repository(REPOSITORY).files('sandbox')).toEqual(['model.py']);
  await forge.settled();
  expect(receiver.names().slice(-2)).toEqual(['pull_request.closed', 'push']);
  expect(receiver.received.at(-2)?.payload).toMatchObject({
    pull_request: { merged: true, merged_by: { login: 'max' }, merge_commit_sha: sha, state: 'closed' },
  });
});

test('a squash makes one commit by the author', async () => {
  const number = await openedByDana();
  const before = await forge.repository(REPOSITORY).head('sandbox');

  await forge.person('max').merge(REPOSITORY, number, 'squash');

  const commit = await forge.repository(REPOSITORY).commit('sandbox');
  expect(commit).toMatchObject({
    parents: [before],
    author: { name: 'dana' },
    committer: { name: 'GitHub' },
  });
  expect(commit.message).toBe(`Better (#${number})\n\n* Better model\n\n* No readme`);
});

test('a rebase replays the commits on a base that moved', async () => {
  const number = await openedByDana();
  await forge
    .person('max')
    .push({ repository: REPOSITORY, branch: 'sandbox', files: { other: '1' }, message: 'Other' });

  await forge.person('max').merge(REPOSITORY, number, 'rebase');

  const subjects = (await forge.repository(REPOSITORY).log('sandbox')).map(({ subject }) => subject);
  expect(subjects).toEqual(['No readme', 'Better model', 'Other', 'First commit']);
  expect(await forge.repository(REPOSITORY).files('sandbox')).toEqual(['model.py', 'other']);
});

test('a conflict is seen and not merged', async () => {
  const number = await openedByDana();
  await forge
    .person('max')
    .push({ repository: REPOSITORY, branch: 'sandbox', files: { 'model.py': 'print(2)\n' } });

  for (const method of ['merge', 'squash', 'rebase'] as const)
    await expect(forge.person('max').merge(REPOSITORY, number, method)).rejects.toThrow('Merge conflict');
  expect(forge.repository(REPOSITORY).pullRequest(number).state).toBe('open');
});

test('closing, reopening, retitling and retargeting are told', async () => {
  const number = await openedByDana();
  const dana = forge.person('dana');
  await dana.close(REPOSITORY, number);
  await dana.reopen(REPOSITORY, number);
  await dana.edit(REPOSITORY, number, { title: 'Best', base: 'qa' });
  await forge.settled();

  const news = receiver.received.slice(-3);
  expect(news.map(({ name }) => name)).toEqual([
    'pull_request.closed',
    'pull_request.reopened',
    'pull_request.edited',
  ]);
  expect(news[0]?.payload).toMatchObject({ pull_request: { merged: false } });
  expect(news[2]?.payload).toMatchObject({
    changes: { title: { from: 'Better' }, base: { ref: { from: 'sandbox' } } },
  });
});

test('a head that reaches the base by a push is merged, a deleted head is closed', async () => {
  const first = await openedByDana();
  const second = await forge
    .person('dana')
    .openPullRequest({ repository: REPOSITORY, head: 'better', base: 'qa', title: 'Also' });

  await forge.person('dana').pushRef(REPOSITORY, 'refs/remotes/origin/better:refs/heads/sandbox');
  await forge.person('dana').deleteBranch(REPOSITORY, 'better');

  expect(forge.repository(REPOSITORY).pullRequest(first)).toMatchObject({
    state: 'closed',
    merged: { by: 'dana' },
  });
  expect(forge.repository(REPOSITORY).pullRequest(second)).toMatchObject({
    state: 'closed',
    merged: undefined,
  });
});

test('a draft is told when it becomes one and when it is ready', async () => {
  const number = await openedByDana();
  const dana = forge.person('dana');
  await dana.draft(REPOSITORY, number);
  await dana.ready(REPOSITORY, number);
  await forge.settled();
  expect(receiver.names().slice(-2)).toEqual([
    'pull_request.converted_to_draft',
    'pull_request.ready_for_review',
  ]);
  expect(receiver.received.at(-2)?.payload).toMatchObject({ pull_request: { draft: true } });
});

test('a deleted head closes; restored, it can be reopened, but not after it was replaced', async () => {
  const number = await openedByDana();
  const dana = forge.person('dana');
  await dana.deleteBranch(REPOSITORY, 'better');
  await expect(dana.reopen(REPOSITORY, number)).rejects.toThrow('state cannot be changed');
  await dana.restoreBranch(REPOSITORY, number);
  await dana.reopen(REPOSITORY, number);
  await forge.settled();
  expect(receiver.names().slice(-4)).toEqual([
    'push',
    'pull_request.closed',
    'push',
    'pull_request.reopened',
  ]);
  expect(receiver.received.at(-4)?.payload).toMatchObject({ deleted: true });
  expect(receiver.received.at(-2)?.payload).toMatchObject({ created: true, deleted: false });

  await dana.close(REPOSITORY, number);
  const replaced = {
    repository: REPOSITORY,
    branch: 'better',
    from: 'sandbox',
    files: { z: '1' },
    force: true,
  };
  await dana.push(replaced);
  await expect(dana.reopen(REPOSITORY, number)).rejects.toThrow('branch was force-pushed or recreated');
});

test('a pull request from a fork brings its commits along', async () => {
  const eve = forge.person('eve');
  const fork = await eve.fork(REPOSITORY);
  const sha = await eve.push({ repository: fork, branch: 'idea', files: { idea: '!' } });
  const opening = { repository: REPOSITORY, head: 'eve:idea', base: 'sandbox', title: 'Idea' };
  const number = await eve.openPullRequest(opening);
  await forge.settled();

  expect(receiver.names()).toEqual(['pull_request.opened']);
  expect(receiver.received[0]?.payload).toMatchObject({
    pull_request: { head: { sha, label: 'eve:idea', repo: { full_name: 'eve/churn', fork: true } } },
  });
  expect(await forge.repository(REPOSITORY).commit(`refs/pull/${number}/head`)).toMatchObject({ sha });
  await expect(eve.openPullRequest(opening)).rejects.toThrow('already exists for eve:idea');
});

test('who may only read can talk, but not merge or push', async () => {
  const number = await openedByDana();
  forge.grant('rita', REPOSITORY, 'read');
  const rita = forge.person('rita');

  await rita.comment(REPOSITORY, number, 'Looks fine');
  await expect(rita.merge(REPOSITORY, number)).rejects.toThrow('needs the role "write"');
  await expect(rita.push({ repository: REPOSITORY, branch: 'mine' })).rejects.toThrow('403');
  await rita.review(REPOSITORY, number, 'approved');
  await forge.settled();

  expect(receiver.names().slice(-2)).toEqual(['issue_comment.created', 'pull_request_review.submitted']);
  expect(receiver.received.at(-1)?.payload).toMatchObject({
    review: { state: 'approved', user: { login: 'rita' } },
  });
});

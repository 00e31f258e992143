import { afterEach, beforeEach, expect, test } from 'vitest';
import { type FakeForge, startFakeForge } from './fake-forge.ts';
import { appClient } from './octokit-for-tests.ts';
import type { Person } from './person.ts';
import { startWebhookReceiver } from './webhook-receiver.ts';

const repository = 'acme/churn';
const churn = { owner: 'acme', repo: 'churn' };
const NAME = 'tailrace/sandbox';
let forge: FakeForge;
let dana: Person;
let receiver: Awaited<ReturnType<typeof startWebhookReceiver>>;

beforeEach(async () => {
  receiver = await startWebhookReceiver('secret');
  forge = await startFakeForge({ webhookSecret: 'secret' });
  forge.deliverTo(receiver.url);
  await forge.createRepository({ owner: 'acme', name: 'churn', branches: ['sandbox'] });
  forge.protect(repository, 'sandbox', { mergeQueue: true, checks: [NAME] });
  dana = forge.person('dana');
});

afterEach(async () => {
  await forge.close();
  await receiver.close();
});

const view = () => forge.repository(repository);

/** A pull request that may be queued: its own head has passed. */
async function opened(branch: string): Promise<number> {
  const head = await dana.push({ repository, branch, files: { [branch]: '1' } });
  await conclude(head, 'success');
  return dana.openPullRequest({ repository, head: branch, base: 'sandbox', title: branch });
}

async function conclude(head_sha: string | undefined, conclusion: 'success' | 'failure'): Promise<void> {
  const { checks } = appClient(forge, repository).rest;
  await checks.create({ ...churn, name: NAME, head_sha: head_sha ?? '', conclusion });
}

async function news(): Promise<string[]> {
  await forge.settled();
  return receiver.names().filter((name) => !name.startsWith('check_run'));
}

test('what is queued is tested as it will be merged, and merged then', async () => {
  const number = await opened('better');
  const base = await view().head('sandbox');
  await expect(dana.merge(repository, number)).rejects.toThrow(
    'Changes must be made through the merge queue',
  );
  const seen = (await news()).length;
  await dana.enqueue(repository, number);

  const branch = `gh-readonly-queue/sandbox/pr-${number}-${base}`;
  const sha = await view().head(branch);
  expect(view().queue()).toEqual([
    { number, group: { branch, sha, base: { branch: 'sandbox', sha: base } } },
  ]);
  expect((await news()).slice(seen)).toEqual([
    'pull_request.enqueued',
    'push',
    'merge_group.checks_requested',
  ]);
  expect(receiver.received.at(-1)?.payload).toMatchObject({
    merge_group: {
      head_sha: sha,
      head_ref: `refs/heads/${branch}`,
      base_sha: base,
      base_ref: 'refs/heads/sandbox',
    },
    sender: { login: 'github-merge-queue[bot]' },
  });

  await conclude(sha, 'success');
  expect(await view().head('sandbox')).toBe(sha);
  expect(view().pullRequest(number)).toMatchObject({ merged: { by: 'github-merge-queue[bot]', sha } });
  expect(await view().branches()).toEqual(['better', 'sandbox']);
  expect((await news()).slice(seen + 3)).toEqual([
    'pull_request.closed',
    'push',
    'pull_request.dequeued',
    'merge_group.destroyed',
    'push',
  ]);
  const end = receiver.received.find(({ name }) => name === 'merge_group.destroyed');
  expect(end?.payload).toMatchObject({ reason: 'merged' });
});

test('the second of two is tested on top of the first, and anew when the first fails', async () => {
  const [first, second] = [await opened('one'), await opened('two')];
  const base = await view().head('sandbox');
  await dana.enqueue(repository, first);
  await dana.enqueue(repository, second);
  const [one, two] = view().queue();
  expect(two?.group?.base.sha).toBe(one?.group?.sha);
  await conclude(two?.group?.sha, 'success');
  expect(view().pullRequests('open')).toHaveLength(2);

  await conclude(one?.group?.sha, 'failure');
  expect(view().queue()).toMatchObject([{ number: second, group: { base: { sha: base } } }]);
  await forge.settled();
  expect(receiver.received.find(({ name }) => name === 'pull_request.dequeued')?.payload).toMatchObject({
    number: first,
    reason: 'CI_FAILURE',
  });
  const ends = receiver.received.filter(({ name }) => name === 'merge_group.destroyed');
  expect(ends.map(({ payload }) => payload.reason)).toEqual(['dequeued', 'invalidated']);

  await conclude(view().queue()[0]?.group?.sha, 'success');
  expect(await view().files('sandbox')).toEqual(['README.md', 'two']);
});

test('the second goes on without a new test when the first was merged', async () => {
  const [first, second] = [await opened('one'), await opened('two')];
  await dana.enqueue(repository, first);
  await dana.enqueue(repository, second);
  const [one, two] = view().queue();
  await conclude(one?.group?.sha, 'success');
  expect(view().queue()).toEqual([two]);
  await conclude(two?.group?.sha, 'success');
  expect(await view().head('sandbox')).toBe(two?.group?.sha);
});

test('a base or a head that moves, and a person, end a group', async () => {
  const [first, second] = [await opened('one'), await opened('two')];
  await dana.enqueue(repository, first);
  await dana.enqueue(repository, second);
  const before = view().queue()[0]?.group?.sha;
  forge.protect(repository, 'sandbox', { mergeQueue: true, checks: [NAME], pushers: ['max'], ruleset: true });
  const moved = await forge.person('max').push({ repository, branch: 'sandbox', files: { other: '1' } });
  expect(view().queue()[0]?.group).toMatchObject({ base: { sha: moved } });
  expect(view().queue()[0]?.group?.sha).not.toBe(before);

  await dana.push({ repository, branch: 'one', files: { one: '2' } });
  expect(view().queue()).toMatchObject([{ number: second, group: { base: { sha: moved } } }]);
  await dana.dequeue(repository, second);
  expect(view().queue()).toEqual([]);
  expect(await view().branches()).toEqual(['one', 'sandbox', 'two']);
});

test('nobody queues what may not be merged', async () => {
  await dana.push({ repository, branch: 'raw', files: { raw: '1' } });
  const number = await dana.openPullRequest({ repository, head: 'raw', base: 'sandbox', title: 'Raw' });
  await expect(dana.enqueue(repository, number)).rejects.toThrow(`"${NAME}" is expected.`);
});

test('an app that may not read merge queues does not hear of them', async () => {
  const permissions = { checks: 'write', contents: 'read', pull_requests: 'read' } as const;
  const other = await startFakeForge({ webhookSecret: 'secret', permissions });
  other.deliverTo(receiver.url);
  await other.createRepository({ owner: 'acme', name: 'churn', branches: ['sandbox'] });
  other.protect(repository, 'sandbox', { mergeQueue: true });
  const max = other.person('max');
  await max.push({ repository, branch: 'better', files: { a: '1' } });
  const number = await max.openPullRequest({ repository, head: 'better', base: 'sandbox', title: 'A' });
  await max.enqueue(repository, number);
  await other.close();
  expect(receiver.names().filter((name) => name.startsWith('merge_group'))).toEqual([]);
  expect(receiver.names()).toContain('pull_request.dequeued');
});

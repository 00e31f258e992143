import { expect, test } from 'vitest';
import type { ForgeEvent } from '../../src/domain/events.ts';
import { promotionBranch } from '../../src/domain/names.ts';
import { type PlainEvent, workFor, workKey } from '../../src/domain/work.ts';
import { handleEvent } from '../../src/pipelines/handle-event.ts';
import type { Queue } from '../../src/ports/queue.ts';
import type { ProposalOf } from '../../src/ports/records.ts';
import { proposal } from '../domain/proposals.ts';

const repository = { owner: 'acme', name: 'churn' };
const head = 'a'.repeat(40);

/** What is asked of the queue for an event, in its order. */
async function callsFor(event: ForgeEvent, waiting: readonly ProposalOf[] = []): Promise<unknown[][]> {
  const calls: unknown[][] = [];
  const queue: Queue = {
    enqueue: async (work) => void calls.push(['enqueue', work]),
    supersede: async (...asked) => void calls.push(['supersede', ...asked]),
    replace: async (work) => calls.push(['replace', work]) > 0,
    end: async (...asked) => void calls.push(['end', ...asked]),
  };
  const proposals = { into: async () => waiting };
  const clock = { now: () => new Date('2026-11-25T12:00:00.000Z') };
  await handleEvent({ queue, proposals, clock }, event);
  return calls;
}

test.each<PlainEvent>([
  { kind: 'pull-request', repository, number: 7, head, base: 'sandbox' },
  { kind: 'push', repository, branch: 'sandbox', head },
  { kind: 'rerun', repository, pullRequest: 7, head, base: 'sandbox' },
  { kind: 'merge-group', repository, number: 7, head, branch: 'gh-…/pr-7', base: 'qa', ended: false },
])('$kind: the new work is safe before the run of an older head is ended', async (event) => {
  const work = workFor(event);
  expect(await callsFor(event)).toEqual([
    ['enqueue', work],
    ['supersede', workKey(work), head],
  ]);
});

test('a branch that went ends the runs of all its heads', async () => {
  const event = { kind: 'branch-deleted', repository, branch: 'sandbox' } as const;
  const work = workFor(event);
  expect(await callsFor(event)).toEqual([
    ['enqueue', work],
    ['end', workKey(work)],
  ]);
});

test("a merge queue's commit that is given up is not tested, and only its own run ends", async () => {
  const group = { repository, number: 7, head, branch: 'gh-readonly-queue/qa/pr-7-abc', base: 'qa' };
  const event: ForgeEvent = { kind: 'merge-group', ...group, ended: true };
  expect(await callsFor(event)).toEqual([['end', workKey(workFor(event)), head]]);
});

test('a new base ends the test for the old one, whatever its head', async () => {
  const event: ForgeEvent = {
    kind: 'pull-request',
    repository,
    number: 7,
    head,
    base: 'qa',
    from: 'sandbox',
  };
  const work = workFor(event);
  expect(await callsFor(event)).toEqual([
    ['enqueue', work],
    ['end', workKey(workFor({ ...event, base: 'sandbox' }))],
    ['supersede', workKey(work), head],
  ]);
});

test('a commit that is asked for again ends no run', async () => {
  const event = { kind: 'rerun-commit', repository, head, environment: undefined } as const;
  expect(await callsFor(event)).toEqual([['enqueue', workFor(event)]]);
});

test.each([
  promotionBranch('qa'),
  'tailrace/manifests/qa@acme/churn',
  'tailrace/evidence',
  'tailrace/runs',
  'gh-readonly-queue/qa/pr-7-abc',
])('a push to %s, our own branch or the merge queue, starts nothing', async (branch) => {
  expect(await callsFor({ kind: 'push', repository, branch, head })).toEqual([]);
  expect(await callsFor({ kind: 'branch-deleted', repository, branch })).toEqual([]);
});

test('a pull request from a promotion branch is tested like any other', async () => {
  const calls = await callsFor({ kind: 'pull-request', repository, number: 8, head, base: 'qa' });
  expect(calls).toHaveLength(2);
});

test('each command of a comment is work of its own, and ends nothing', async () => {
  const text = '/tailrace promote prod overwrite\n\n/tailrace promote qa overwrite';
  const said = { place: { kind: 'pull-request', number: 7 }, comment: 12, by: 'dana' } as const;
  const calls = await callsFor({ kind: 'comment', id: 'delivery', repository, ...said, text });
  const heardAt = '2026-11-25T12:00:00.000Z';
  const work = { kind: 'run-command', repository, delivery: 'delivery', heardAt, ...said };
  const command = (environment: string) => ({
    kind: 'command',
    command: { name: 'promote', environment, overwrite: true },
  });
  expect(calls).toEqual([
    ['enqueue', { ...work, id: 'delivery/0', asked: command('prod') }],
    ['enqueue', { ...work, id: 'delivery/1', asked: command('qa') }],
  ]);
});

test('what people decide about a promotion has it looked at anew; about other pull requests it changes nothing', async () => {
  const decided = { kind: 'decision', repository, head: promotionBranch('qa'), base: 'qa' } as const;
  const offer = { kind: 'offer-promotion', repository, branch: 'qa' };
  expect(await callsFor(decided)).toEqual([['enqueue', offer]]);
  expect(await callsFor({ ...decided, takenBack: 3 })).toEqual([['enqueue', { ...offer, takenBack: [3] }]]);
  expect(await callsFor({ ...decided, head: 'feature' })).toEqual([]);
});

test('a closed pull request with manifests has the environment looked at that waits for them; others are nothing', async () => {
  const closed = { kind: 'decision', repository: proposal.location.repository, base: 'main' } as const;
  const waiting = [{ repository, proposal }];
  const branch = 'tailrace/manifests/qa@acme/churn';
  expect(await callsFor({ ...closed, head: branch }, waiting)).toEqual([
    ['enqueue', { kind: 'deliver-branch', repository, branch: proposal.branch }],
  ]);
  expect(await callsFor({ ...closed, head: branch })).toEqual([]);
  expect(await callsFor({ ...closed, head: 'feature' }, waiting)).toEqual([]);
});

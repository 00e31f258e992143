import { expect, test } from 'vitest';
import type { ForgeEvent } from '../../src/domain/events.ts';
import { commandsIn, type Work, workFor, workKey } from '../../src/domain/work.ts';

const repository = { owner: 'acme', name: 'churn' };
const head = 'a'.repeat(40);
const base = 'sandbox';
const pull: ForgeEvent = { kind: 'pull-request', repository, number: 7, head, base };
const rerun: ForgeEvent = { kind: 'rerun', repository, pullRequest: 7, head, base };
const push: ForgeEvent = { kind: 'push', repository, branch: 'sandbox', head };
const commit: ForgeEvent = { kind: 'rerun-commit', repository, head, environment: 'sandbox' };

test('events ask for work, and only a person asks for it again', () => {
  const test = { kind: 'test-pull-request', repository, number: 7, head, base };
  expect(workFor(pull)).toEqual({ ...test, again: false });
  expect(workFor({ ...pull, from: 'qa' })).toEqual({ ...test, again: false, retargeted: true });
  expect(workFor(rerun)).toEqual({ ...test, again: true });
  expect(workFor({ ...pull, kind: 'review' })).toEqual({ ...test, again: false, reviewed: true });
  const deliver = { kind: 'deliver-branch', repository, branch: 'sandbox' };
  expect(workFor(push)).toEqual(deliver);
  expect(workFor({ ...push, created: true })).toEqual({ ...deliver, created: true });
  const group = { repository, number: 7, head, branch: 'gh-readonly-queue/qa/pr-7-abc', base: 'qa' };
  expect(workFor({ kind: 'merge-group', ...group, ended: false })).toEqual({
    kind: 'test-merge-group',
    ...group,
  });
  expect(workFor(commit)).toEqual({ kind: 'rerun-commit', repository, head, environment: 'sandbox' });
});

test('a newer head has the key of the older one; a new base, another pull request or repository has another', () => {
  const key = workKey(workFor(pull));
  expect(workKey(workFor({ ...pull, head: 'b'.repeat(40) }))).toBe(key);
  expect(workKey(workFor(rerun))).toBe(key);
  expect(workKey(workFor({ ...pull, base: 'qa' }))).not.toBe(key);
  expect(workKey(workFor({ ...pull, number: 8 }))).not.toBe(key);
  expect(workKey(workFor({ ...pull, repository: { owner: 'acme', name: 'fraud' } }))).not.toBe(key);
});

test('a branch that went is looked at as one to promote into: it is missed there', () => {
  const went: ForgeEvent = { kind: 'branch-deleted', repository, branch: 'qa' };
  expect(workFor(went)).toEqual({ kind: 'offer-promotion', repository, branch: 'qa' });
});

test('what changes an environment takes turns there; other environments and tests do not wait for it', () => {
  const offer = { kind: 'offer-promotion', repository, branch: 'sandbox' } as const;
  expect(workKey(offer)).toBe(workKey(workFor(push)));
  const others: Work[] = [offer, workFor(pull), { kind: 'deliver-branch', repository, branch: 'qa' }];
  expect(new Set(others.map(workKey)).size).toBe(3);
});

test('nothing takes the place of a command: each has a name of its own; those of one comment follow each other', () => {
  const text = '/tailrace promote prod overwrite\n\n/tailrace help';
  const place = { kind: 'issue', number: 7 } as const;
  const said = { kind: 'comment', repository, place, comment: 12, by: 'dana', text } as const;
  const asked = ['one', 'two', 'one'].flatMap((id) =>
    commandsIn({ ...said, id }, new Date('2026-11-25T12:00:00Z')),
  );
  expect(asked.map(({ id }) => id)).toEqual(['one/0', 'one/1', 'two/0', 'two/1', 'one/0', 'one/1']);
  const [first, second, another] = asked.map(workKey);
  expect(second).toBe(first);
  expect(another).not.toBe(first);
});

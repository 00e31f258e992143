import { expect, test } from 'vitest';
import {
  type ApprovalRule,
  type Approver,
  approversOf,
  type Breach,
  breachOf,
  judgeApproval,
  type KnownApproval,
} from '../../../src/domain/approvals/approval.ts';
import type { Review } from '../../../src/domain/promotion/pin.ts';

const one: ApprovalRule = { grants: [{ kind: 'role', role: 'maintain' }], twoPeople: false };
const two: ApprovalRule = { ...one, twoPeople: true };
const approver = (login: string, mayPromote = true, wrote = false): Approver => ({
  login,
  mayPromote,
  wrote,
});
const given = (...by: string[]): KnownApproval => ({ kind: 'given', by });

test.each<[string, ApprovalRule, Approver[], KnownApproval]>([
  ['nobody', one, [], { kind: 'waits', uncounted: [] }],
  ['who may', one, [approver('ann')], given('ann')],
  ['who may, and wrote it, where one is enough', one, [approver('ann', true, true)], given('ann')],
  [
    'who may not',
    one,
    [approver('bob', false)],
    { kind: 'waits', uncounted: [{ login: 'bob', why: 'may-not-promote' }] },
  ],
  [
    'who wrote it, where two are wanted',
    two,
    [approver('ann', true, true)],
    { kind: 'waits', uncounted: [{ login: 'ann', why: 'wrote-it' }] },
  ],
  [
    'who may not and wrote it',
    two,
    [approver('bob', false, true)],
    { kind: 'waits', uncounted: [{ login: 'bob', why: 'may-not-promote' }] },
  ],
  ['several of whom some count', two, [approver('ann', true, true), approver('rita')], given('rita')],
])('approved by %s', (_, rule, approvers, expected) => {
  expect(judgeApproval(rule, approvers, [])).toEqual(expected);
});

test('an approval of an older head is told, and counts for nothing', () => {
  const uncounted = [{ login: 'ann', why: 'older-head' }];
  expect(judgeApproval(one, [], ['ann'])).toEqual({ kind: 'waits', uncounted });
});

const review = (id: number, by: string, verdict: Review['verdict'], commit = 'head'): Review => {
  return { id, by, verdict, commit };
};

test.each<[string, Review[], string[], string[]]>([
  ['one of this head', [review(1, 'ann', 'approved')], ['ann'], []],
  ['one of an older head', [review(1, 'ann', 'approved', 'old')], [], ['ann']],
  ['both', [review(1, 'ann', 'approved', 'old'), review(2, 'ann', 'approved')], ['ann'], []],
  ['one twice', [review(1, 'ann', 'approved'), review(2, 'ann', 'approved')], ['ann'], []],
  ['one that was dismissed', [review(1, 'ann', 'dismissed')], [], []],
  ['one that only comments', [review(1, 'ann', 'commented')], [], []],
  [
    'one whose author asks for changes',
    [review(1, 'ann', 'approved'), review(2, 'ann', 'changes-requested')],
    [],
    [],
  ],
  [
    'one that approves after asking for changes',
    [review(1, 'ann', 'changes-requested'), review(2, 'ann', 'approved')],
    ['ann'],
    [],
  ],
])('of reviews, %s', (_, reviews, ofHead, ofOlder) => {
  expect(approversOf(reviews, 'head')).toEqual({ ofHead, ofOlder });
});

const waits: KnownApproval = { kind: 'waits', uncounted: [{ login: 'bob', why: 'may-not-promote' }] };
const without: Breach = { kind: 'without', uncounted: waits.uncounted };

test.each<[string, ApprovalRule, KnownApproval, string | undefined, Breach | undefined]>([
  ['nobody approved', one, waits, 'ann', without],
  ['the one who approved merged, and one is enough', one, given('ann'), 'ann', undefined],
  ['the one who approved merged', two, given('ann'), 'ann', { kind: 'alone', by: 'ann' }],
  ['… whatever the case of the name', two, given('Ann'), 'ann', { kind: 'alone', by: 'ann' }],
  ['another one merged', two, given('ann'), 'dana', undefined],
  ['one of two who approved merged', two, given('ann', 'rita'), 'ann', undefined],
  ['the forge does not say who merged', two, given('ann'), undefined, undefined],
  ['two are wanted and nobody approved', two, waits, 'dana', without],
])('merged, where %s', (_, rule, approval, mergedBy, expected) => {
  expect(breachOf(rule, approval, mergedBy)).toEqual(expected);
});

import { expect, test } from 'vitest';
import { inPlaceOf } from '../../src/domain/waiting-work.ts';
import type { TestPullRequest } from '../../src/domain/work.ts';

const event: TestPullRequest = {
  ...{ kind: 'test-pull-request', number: 7, head: 'a', base: 'sandbox', again: false },
  repository: { owner: 'acme', name: 'churn' },
};
const newer = { ...event, head: 'b' };
const again = { ...event, again: true };
const cancelled = { ...event, cancelled: { by: 'dana', comment: 'https://forge.example.com/12' } };
const [fresh, judge, reviewed, retargeted] = [
  { ...again, fresh: true } as const,
  { ...event, judge: true } as const,
  { ...event, reviewed: true } as const,
  { ...event, retargeted: true } as const,
];

test.each<[string, TestPullRequest, TestPullRequest, TestPullRequest]>([
  ['a wish to run a head again outlives an event about it', again, event, again],
  ['so does one to build it anew', fresh, again, fresh],
  ['so does one to judge it anew', judge, event, judge],
  ['so does a review', reviewed, again, { ...again, reviewed: true }],
  ['none of them outlives the head', fresh, newer, newer],
  ['a review of another head takes no place', newer, reviewed, newer],
  ['another base does', retargeted, newer, { ...newer, retargeted: true }],
  ['a cancellation outlives an event about its head', cancelled, event, cancelled],
  ['not a wish to run it again', cancelled, again, again],
  ['not the head', cancelled, newer, newer],
])('%s', (_, waiting, newest, expected) => {
  expect(inPlaceOf(waiting, newest)).toEqual(expected);
});

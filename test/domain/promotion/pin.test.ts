import { describe, expect, test } from 'vitest';
import { approvals, lastingPin, type Pin, type Review } from '../../../src/domain/promotion/pin.ts';

const pin: Pin = { pullRequest: 7, release: 'r1', review: 1, by: 'ann' };
const review = (id: number, by: string, verdict: Review['verdict'], commit = 'old'): Review => {
  return { id, by, verdict, commit };
};
const approved = review(1, 'ann', 'approved');
const question = { pullRequest: 7, head: 'old', reviews: [approved], takenBack: [] };

describe('a pin lasts', () => {
  test.each<[string, Partial<typeof question>]>([
    ['while its approval stands', {}],
    [
      'when others ask for changes, and its author only says more',
      {
        reviews: [approved, review(2, 'bob', 'changes-requested'), review(3, 'ann', 'commented')],
      },
    ],
    [
      'when the forge dismissed the approval, since the commit was made anew',
      {
        ...{ head: 'new', reviews: [review(1, 'ann', 'dismissed')] },
      },
    ],
  ])('%s', (_, change) => {
    expect(lastingPin(pin, { ...question, ...change })).toEqual(pin);
  });
});

describe('a pin ends', () => {
  test.each<[string, Parameters<typeof lastingPin>[1]]>([
    [
      'when its author asks for changes',
      {
        ...{ ...question, reviews: [approved, review(2, 'ann', 'changes-requested')] },
      },
    ],
    [
      'when a person dismissed the approval, as the forge told',
      {
        ...{ ...question, head: 'new', reviews: [review(1, 'ann', 'dismissed')], takenBack: [1] },
      },
    ],
    [
      'when it was dismissed though the commit is the same',
      {
        ...{ ...question, reviews: [review(1, 'ann', 'dismissed')] },
      },
    ],
    ['with its pull request', { ...question, pullRequest: 8 }],
    ['when there is no such review', { ...question, reviews: [] }],
  ])('%s', (_, asked) => {
    expect(lastingPin(pin, asked)).toBeUndefined();
  });
});

test('approvals count, the newest first, unless their authors turned', () => {
  const reviews = [
    review(1, 'ann', 'approved'),
    review(2, 'bob', 'approved'),
    review(3, 'ann', 'changes-requested'),
    review(4, 'cleo', 'approved'),
    review(5, 'dan', 'dismissed'),
    review(6, 'dan', 'commented'),
  ];
  expect(approvals(reviews).map(({ by }) => by)).toEqual(['cleo', 'bob']);
  expect(approvals([...reviews, review(7, 'ann', 'approved')])[0]?.by).toBe('ann');
});

import { expect, test } from 'vitest';
import { judgeProposal } from '../../src/domain/proposal.ts';

const open = { state: 'open', merged: false } as const;
const merged = { state: 'closed', merged: true } as const;
const closed = { state: 'closed', merged: false } as const;

const there = { isThere: true, hasImage: true };
const edited = { isThere: false, hasImage: true };
const other = { isThere: false, hasImage: false };

test.each([
  ['open', open, other, 'waits'],
  ['open', merged, there, 'merged'],
  ['open', merged, edited, 'edited'],
  ['open', merged, other, 'changed'],
  // Somebody put the manifests there by other means.
  ['open', open, there, 'there'],
  ['open', closed, there, 'merged'],
  ['open', closed, other, 'declined'],
  ['declined', closed, other, 'waits'],
  ['declined', open, other, 'reopened'],
  ['declined', merged, there, 'merged'],
] as const)(
  'a proposal that was %s, its pull request %o, in the folder %o → %s',
  (state, pull, lies, fate) => {
    expect(judgeProposal({ state }, pull, lies)).toBe(fate);
  },
);

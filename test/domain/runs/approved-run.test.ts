import { expect, test } from 'vitest';
import { headNamed } from '../../../src/domain/runs/approved-run.ts';

const head = `abc1234${'1'.repeat(33)}`;
const twin = `abc1234${'2'.repeat(33)}`;
const other = 'd'.repeat(40);

test.each([
  ['its first digits', 'abc1234', [other, head], 'meant'],
  ['in capitals', 'ABC1234', [head], 'meant'],
  ['all of them, whatever was shown', head, [], 'meant'],
  ['all of them, beside a twin', head, [twin, head], 'meant'],
  ['an older head', 'ddddddd', [other, head], 'moved'],
  ['a head that nobody was shown', 'abc1234', [other], 'not shown'],
  ['digits that an older head has, too', 'abc1234', [twin, head], 'twin'],
  ['a head in place of the one that was shown, with the same digits', 'abc1234', [twin], 'not shown'],
])('a head is named by %s', (_, written, shown, kind) => {
  expect(headNamed(written, { current: head, shown })).toEqual({ kind });
});

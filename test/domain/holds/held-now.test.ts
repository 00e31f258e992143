import { expect, test } from 'vitest';
import { heldNow } from '../../../src/domain/holds/held-now.ts';
import type { Hold } from '../../../src/domain/holds/hold.ts';

const timezone = 'Europe/Berlin';
const weekend = { cron: '0 16 * * FRI', seconds: 64 * 3600, because: 'weekend' };
const hold = (more: Partial<Hold> = {}): Hold => ({
  ...{ id: '1/0', environment: 'prod', by: 'ann', at: '2026-11-25T12:00:00.000Z' },
  ...more,
});

const held = (holds: readonly Hold[], now: string, freeze = [weekend]) =>
  heldNow({ holds, freeze, timezone }, new Date(now));

test.each([
  ['before it begins', '2026-11-27T14:59:59Z', undefined],
  ['at its first moment', '2026-11-27T15:00:00Z', '2026-11-30T07:00:00.000Z'],
  ['in the middle', '2026-11-29T12:00:00Z', '2026-11-30T07:00:00.000Z'],
  ['at its end', '2026-11-30T07:00:00Z', undefined],
  ['in summer, an hour earlier by UTC', '2026-07-03T14:00:00Z', '2026-07-06T06:00:00.000Z'],
  [
    'over the change of the clocks: so many hours, not a time of day',
    '2026-03-28T12:00:00Z',
    '2026-03-30T07:00:00.000Z',
  ],
])('a freeze %s', (_, now, until) => {
  expect(held([], now)).toEqual(until && { kind: 'freeze', because: 'weekend', until, timezone });
});

test.each([
  ['nobody holds it', [], undefined],
  ['one without an end', [hold()], 'ann'],
  ['one until later', [hold({ until: '2026-11-26T13:00:00.000Z' })], 'ann'],
  ['one whose time has come', [hold({ until: '2026-11-26T12:00:00.000Z' })], undefined],
  [
    'of two, the one that lasts longer',
    [hold({ until: '2026-11-26T13:00:00.000Z' }), hold({ by: 'bob', until: '2026-11-26T14:00:00.000Z' })],
    'bob',
  ],
  [
    'of two, the one without an end',
    [hold({ by: 'bob' }), hold({ until: '2026-11-28T13:00:00.000Z' })],
    'bob',
  ],
])('%s', (_, holds, by) => {
  const found = held(holds, '2026-11-26T12:00:00Z', []);
  expect(found?.kind === 'hold' ? found.by : undefined).toBe(by);
});

test('a freeze that lasts longer than a hold is what is told', () => {
  const until = '2026-11-28T13:00:00.000Z';
  expect(held([hold({ until })], '2026-11-28T12:00:00Z')).toMatchObject({ kind: 'freeze' });
  expect(held([hold()], '2026-11-28T12:00:00Z')).toMatchObject({ kind: 'hold', by: 'ann' });
});

import { expect, test } from 'vitest';
import { readEnd } from '../../../src/domain/times/read-end.ts';
import { isTimezone, showTime } from '../../../src/domain/times/show-time.ts';

const berlin = 'Europe/Berlin';
/** Wednesday, 15:00 in Berlin. */
const now = new Date('2026-11-25T14:00:00Z');

test.each([
  ['until', '2026-12-01 08:00', '2026-12-01 08:00'],
  ['until', '2026-12-01', '2026-12-01 00:00'],
  ['until', '2026-12-01T08:00Z', '2026-12-01 09:00'],
  ['until', 'tomorrow 8:00', '2026-11-26 08:00'],
  ['until', 'tomorrow', '2026-11-26 00:00'],
  ['until', 'friday 16:00', '2026-11-27 16:00'],
  ['until', 'Monday 9am', '2026-11-30 09:00'],
  ['until', '8:00', '2026-11-26 08:00'],
  ['until', '1.12.2026 08:00', '2026-12-01 08:00'],
  ['for', '2h', '2026-11-25 17:00'],
  ['for', '90m', '2026-11-25 16:30'],
  ['for', '1d12h', '2026-11-27 03:00'],
  ['for', '2 hours', '2026-11-25 17:00'],
  ['for', '1 week', '2026-12-02 15:00'],
] as const)('`%s %s` ends at %s in Berlin', (way, text, expected) => {
  const end = readEnd({ way, text }, now, berlin);
  if (end.kind !== 'end') throw new Error(`It is ${end.kind}.`);
  expect(showTime(end.at.toISOString(), berlin)).toBe(`${expected} (Europe/Berlin)`);
});

test.each([
  ['until', 'the cows come home', 'unclear'],
  ['until', 'tomorrow 8:00 or so', 'unclear'],
  ['until', '', 'unclear'],
  ['for', '2', 'unclear'],
  ['for', '2h please', 'unclear'],
  ['for', '0h', 'past'],
  ['until', '2020-01-01 08:00', 'past'],
] as const)('`%s %s` is %s', (way, text, kind) => {
  expect(readEnd({ way, text }, now, berlin).kind).toBe(kind);
});

test.each([
  ['until', 'tomorrow 8:00', '2026-03-29T06:00:00.000Z'],
  ['until', '2026-03-29 02:30', '2026-03-29T01:30:00.000Z'],
  ['for', '1d', '2026-03-29T11:00:00.000Z'],
  ['for', '24h', '2026-03-29T12:00:00.000Z'],
] as const)('`%s %s` over the night in which the clocks go forward is %s', (way, text, expected) => {
  const end = readEnd({ way, text }, new Date('2026-03-28T12:00:00Z'), berlin);
  expect(end).toEqual({ kind: 'end', at: new Date(expected) });
});

test('timezones are those of the IANA database', () => {
  expect(['UTC', berlin, 'America/New_York'].every(isTimezone)).toBe(true);
  expect(['', 'Berlin', 'Europe/Nowhere'].some(isTimezone)).toBe(false);
});

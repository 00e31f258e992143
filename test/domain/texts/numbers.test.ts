import { describe, expect, test } from 'vitest';
import { differenceText, durationText, metricText } from '../../../src/domain/texts/numbers.ts';

describe('a metric', () => {
  test.each([
    [0.9123456789, undefined, '0.9123'],
    [132_213.6, 'EUR', '132,214 EUR'],
    [1_234_567, undefined, '1,234,567'],
    [120_000, 'EUR', '120,000 EUR'],
    [-0, undefined, '0'],
    [-3.5, undefined, '-3.5'],
    [1e-20, undefined, '1E-20'],
    [1.5e300, undefined, '1.5E300'],
    [undefined, 'EUR', '–'],
    [{ notANumber: 'NaN' }, undefined, 'not a number'],
  ])('%j in %s reads %s', (value, unit, text) => {
    expect(metricText(value, unit)).toBe(text);
  });

  test('has more digits where it would look like what it is compared with', () => {
    expect(metricText(0.84904, undefined, [0.84896])).toBe('0.84904');
    expect(metricText(0.84896, undefined, [0.84904])).toBe('0.84896');
  });

  test('is written in full where it would look like the limit that it misses', () => {
    expect(metricText(0.7999999999, undefined, [0.8, undefined])).toBe('0.7999999999');
    expect(metricText(0.8, undefined, [0.8])).toBe('0.8');
    expect(metricText(0.7123456789, undefined, [0.8])).toBe('0.7123');
  });
});

test.each([
  [0.9, 0.8, '+0.1'],
  [0.8, 0.9, '−0.1'],
  [0.8, 0.8, '0'],
  [undefined, 0.8, '–'],
  [0.8, { notANumber: 'NaN' }, '–'],
])('from %j to %j is a difference of %s', (now, before, text) => {
  expect(differenceText(now, before)).toBe(text);
});

test('a difference is rough, but never less than whole, and has the unit of its metric', () => {
  expect(differenceText(132_213.6, 191_623.02, 'EUR')).toBe('−59,409 EUR');
  expect(differenceText(0.848992, 0.826145)).toBe('+0.0228');
});

test.each([
  ['03:04:17', '12 s'],
  ['03:07:25', '3 min 20 s'],
  ['05:09:05', '2 h 5 min'],
  ['03:04:00', '0 s'],
])('a run that ends at %s took %s', (end, text) => {
  expect(durationText('2026-01-02T03:04:05Z', `2026-01-02T${end}Z`)).toBe(text);
});

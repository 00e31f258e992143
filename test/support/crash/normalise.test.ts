import { expect, test } from 'vitest';
import { normalise } from './normalise.ts';

test('hashes become numbers, long and short ones alike, and words stay', () => {
  const hash = `edbeddc${'0123456789abcdef'.repeat(3)}`.slice(0, 40);
  expect(normalise(`at edbeddc, in full ${hash}; 1a2b3c4 is defaced`, 'acme/road-1')).toBe(
    'at <hash 1>, in full <hash 1>; <hash 2> is defaced',
  );
});

test('names, times and durations of a road are left out', () => {
  const text = '127.0.0.1:5987/run-1/acme/road-1 "road-1" at 2026-11-25T06:23:04Z in 4.5 s';
  expect(normalise(text, 'acme/road-1')).toBe('acme/model "model" at <time> in <duration>');
});

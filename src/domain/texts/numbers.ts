import type { MetricValue } from '../test-result.ts';

const format = new Intl.NumberFormat('en', { maximumSignificantDigits: 6 });

/** A metric's value as people read it, with its unit. */
export function metricText(value: MetricValue | undefined, unit?: string): string {
  if (value === undefined) return '–';
  if (typeof value !== 'number') return 'not a number';
  return unit ? `${format.format(value)} ${unit}` : format.format(value);
}

/** The difference to the running release's value, with its sign. */
export function differenceText(now: MetricValue | undefined, before: MetricValue | undefined): string {
  if (typeof now !== 'number' || typeof before !== 'number') return '–';
  const difference = now - before;
  if (difference === 0) return '0';
  return `${difference > 0 ? '+' : '−'}${format.format(Math.abs(difference))}`;
}

/** The first seven digits of a commit, as git and the forges show it. */
export function short(commit: string): string {
  return commit.slice(0, 7);
}

/** Seconds between two ISO 8601 times, for people: `12 s`, `3 min 20 s`. */
export function durationText(from: string, to: string): string {
  const seconds = Math.round((Date.parse(to) - Date.parse(from)) / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

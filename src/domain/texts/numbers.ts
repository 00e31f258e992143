import type { MetricValue } from '../test-result.ts';

const options = { maximumSignificantDigits: 6, signDisplay: 'negative' } as const;
const usual = new Intl.NumberFormat('en', options);
const extreme = new Intl.NumberFormat('en', { ...options, notation: 'scientific' });

/** `1 cell`, `2 cells`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** A number as people read it: `0.912346`, `120,000`, `1E-20`. */
export function numberText(value: number): string {
  const size = Math.abs(value);
  return size !== 0 && (size >= 1e15 || size < 1e-6) ? extreme.format(value) : usual.format(value);
}

/** A metric's value as people read it, with its unit. It is written in full where it would else look like one of `limits`. */
export function metricText(
  value: MetricValue | undefined,
  unit?: string,
  limits: readonly (number | undefined)[] = [],
): string {
  if (value === undefined) return '–';
  if (typeof value !== 'number') return 'not a number';
  const looksLikeLimit = limits.some(
    (limit) => limit !== undefined && limit !== value && numberText(limit) === numberText(value),
  );
  const text = looksLikeLimit ? String(value) : numberText(value);
  return unit ? `${text} ${unit}` : text;
}

const rough = new Intl.NumberFormat('en', { ...options, maximumSignificantDigits: 3 });

/** The difference to the running release's value, with its sign and unit, in three digits: how much better is what matters. */
export function differenceText(
  now: MetricValue | undefined,
  before: MetricValue | undefined,
  unit?: string,
): string {
  if (typeof now !== 'number' || typeof before !== 'number') return '–';
  const difference = now - before;
  if (difference === 0) return '0';
  const size = Math.abs(difference);
  const text = size >= 1e15 || size < 1e-6 ? numberText(size) : rough.format(size);
  return `${difference > 0 ? '+' : '−'}${unit ? `${text} ${unit}` : text}`;
}

/** A limit in seconds as people say it: `6 seconds`, `90 minutes`. */
export function timeText(seconds: number): string {
  return seconds < 120 ? `${Math.round(seconds)} seconds` : `${Math.round(seconds / 6) / 10} minutes`;
}

/** An amount of memory: `512 MiB`. */
export function mebibytes(bytes: number): string {
  return `${Math.round(bytes / 2 ** 20)} MiB`;
}

/** The first seven digits of a commit, as git and the forges show it. */
export function short(commit: string): string {
  return commit.slice(0, 7);
}

/** Seconds between two ISO 8601 times, for people: `12 s`, `3 min 20 s`, `2 h 5 min`. */
export function durationText(from: string, to: string): string {
  const seconds = Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? `${minutes} min ${seconds % 60} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

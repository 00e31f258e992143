import type { MetricValue } from '../test-result.ts';

/** `1 cell`, `2 cells`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** A number as people read it, in so many digits, but never less than whole: `0.912346`, `1,234,567`, `1E-20`. */
export function numberText(value: number, digits = 6): string {
  const size = Math.abs(value);
  const isExtreme = size !== 0 && (size >= 1e15 || size < 1e-6);
  const whole = isExtreme || size < 1 ? 1 : Math.floor(Math.log10(size)) + 1;
  return new Intl.NumberFormat('en', {
    maximumSignificantDigits: Math.max(digits, whole),
    signDisplay: 'negative',
    notation: isExtreme ? 'scientific' : 'standard',
  }).format(value);
}

/** All digits of a number that somebody wrote: `300,000`, `0.7500001`. */
export function exactText(value: number): string {
  return numberText(value, mostDigits);
}

/** No number has more digits that mean something. */
export const mostDigits = 17;

/**
 * A metric's value as people read it, with its unit: in four digits or the `fewest`, and more where it would else look like one of `others`, be that a limit or
 * the value that it is compared with.
 */
export function metricText(
  value: MetricValue | undefined,
  unit?: string,
  others: readonly (MetricValue | undefined)[] = [],
  fewest = 4,
): string {
  if (value === undefined) return '–';
  if (typeof value !== 'number') return 'not a number';
  const different = others.filter((other) => typeof other === 'number' && other !== value);
  const looksLike = (other: MetricValue | undefined, digits: number) =>
    typeof other === 'number' && numberText(other, digits) === numberText(value, digits);
  let digits = fewest;
  while (digits < mostDigits && different.some((other) => looksLike(other, digits))) digits += 1;
  const text = numberText(value, digits);
  return unit ? `${text} ${unit}` : text;
}

/** The difference to the running release's value, with its sign and unit, in three digits, but never less than whole: how much better is what matters. */
export function differenceText(
  now: MetricValue | undefined,
  before: MetricValue | undefined,
  unit?: string,
): string {
  if (typeof now !== 'number' || typeof before !== 'number') return '–';
  const difference = now - before;
  if (difference === 0) return '0';
  const text = numberText(Math.abs(difference), 3);
  return `${difference > 0 ? '+' : '−'}${unit ? `${text} ${unit}` : text}`;
}

/** A limit in seconds as people say it: `6 seconds`, `90 minutes`. */
export function timeText(seconds: number): string {
  return seconds < 120 ? `${Math.round(seconds)} seconds` : `${Math.round(seconds / 6) / 10} minutes`;
}

/** An amount of memory: `512 MiB`, `2 GiB`. */
export function mebibytes(bytes: number): string {
  const mebi = Math.round(bytes / 2 ** 20);
  return mebi >= 1024 && mebi % 1024 === 0 ? `${mebi / 1024} GiB` : `${mebi} MiB`;
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

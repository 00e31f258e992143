const secondsOfUnit = { ms: 0.001, s: 1, m: 60, h: 3600 } as const;

/** Reads a duration as `.tailrace.yml` writes it (`300ms`, `90s`, `30m`, `2h`). Returns seconds, or undefined for anything else. */
export function parseDuration(text: string): number | undefined {
  const match = /^(\d{1,9})(ms|s|m|h)$/.exec(text);
  if (match === null) return undefined;
  const unit = match[2];
  if (unit !== 'ms' && unit !== 's' && unit !== 'm' && unit !== 'h') return undefined;
  return Number(match[1]) * secondsOfUnit[unit];
}

/** Writes whole seconds in the largest unit that is exact, so that `parseDuration` gives them back: 5400 → `90m`. */
export function formatDuration(seconds: number): string {
  if (seconds > 0 && seconds % 3600 === 0) return `${seconds / 3600}h`;
  if (seconds > 0 && seconds % 60 === 0) return `${seconds / 60}m`;
  return `${seconds}s`;
}

/** How far a metric moves from its value in the running release: in its own unit, or in per cent of the value there. */
export interface Change {
  readonly amount: number;
  readonly percent: boolean;
}

/** Reads `1%` or `0.01`; undefined where it is neither, or negative. */
export function parseChange(written: string | number): Change | undefined {
  if (typeof written === 'number')
    return written >= 0 && Number.isFinite(written) ? { amount: written, percent: false } : undefined;
  const percent = /^(\d{1,3}(?:\.\d+)?)%$/.exec(written)?.[1];
  return percent === undefined ? undefined : { amount: Number(percent), percent: true };
}

/** A change as people write it: `1%`, `0.01`. */
export function changeText({ amount, percent }: Change): string {
  return percent ? `${amount}%` : `${amount}`;
}

/** A move of a metric for the better; negative where it is worse. */
export interface Gain {
  readonly by: number;
  readonly before: number;
  /** What the two values can be off, since binary fractions hold decimal ones only nearly. */
  readonly blur: number;
}

export function gainOf(now: number, before: number, better: 'higher' | 'lower'): Gain {
  const by = better === 'higher' ? now - before : before - now;
  return { by, before, blur: 4 * Number.EPSILON * Math.max(Math.abs(now), Math.abs(before)) };
}

/** A change in the metric's own unit. Per cent of nothing is nothing that can be judged: undefined. */
export function ownUnits({ amount, percent }: Change, before: number): number | undefined {
  if (!percent) return amount;
  return before === 0 ? undefined : (Math.abs(before) * amount) / 100;
}

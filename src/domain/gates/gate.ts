import { exactText } from '../texts/numbers.ts';
import { type Change, changeText } from './change.ts';

/** A condition on a metric that must hold before a promotion. */
export interface Gate {
  readonly metric: string;
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  /** How much worse than in the running release it may be. */
  readonly maxRegression?: Change | undefined;
  /** How much better than in the running release it must be. */
  readonly minChange?: Change | undefined;
  /** Whether a missing metric fails the gate. */
  readonly required: boolean;
  /** Whether a failed gate only warns. */
  readonly warnOnly: boolean;
}

/** Whether the gate compares with what runs now. */
export function compares({ maxRegression, minChange }: Gate): boolean {
  return maxRegression !== undefined || minChange !== undefined;
}

/** A gate's condition as people write it: `≥ 0.8`, `0.2 … 0.4 EUR`, `≥ 0.8, at most 1% worse`. */
export function gateCondition(gate: Gate, unit?: string): string {
  const { min, max } = gate;
  const range = rangeText(min, max);
  return [range && unit ? `${range} ${unit}` : range, changeCondition(gate)].filter(Boolean).join(', ');
}

/** What of the condition compares with the running release: `at most 1% worse`; empty where nothing does. */
export function changeCondition({ maxRegression, minChange }: Gate): string {
  return [worseText(maxRegression), betterText(minChange)].filter((part) => part !== undefined).join(', ');
}

function rangeText(min: number | undefined, max: number | undefined): string | undefined {
  if (min !== undefined && max !== undefined) return `${exactText(min)} … ${exactText(max)}`;
  if (min !== undefined) return `≥ ${exactText(min)}`;
  return max === undefined ? undefined : `≤ ${exactText(max)}`;
}

function worseText(change: Change | undefined): string | undefined {
  if (change === undefined) return undefined;
  return change.amount === 0 ? 'not worse' : `at most ${changeText(change)} worse`;
}

function betterText(change: Change | undefined): string | undefined {
  if (change === undefined) return undefined;
  return change.amount === 0 ? 'not worse' : `at least ${changeText(change)} better`;
}

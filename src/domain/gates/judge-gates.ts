import type { MetricValue } from '../test-result.ts';
import { exactText, numberText } from '../texts/numbers.ts';
import { type Change, type Gain, gainOf, ownUnits } from './change.ts';
import { compares, type Gate } from './gate.ts';
import type { Override } from './override.ts';

export type GateVerdict = 'passed' | 'failed' | 'warned' | 'overridden' | 'not measured';

export interface JudgedGate {
  readonly gate: Gate;
  readonly verdict: GateVerdict;
  /** Why, in a few words, where it is not passed; or what of a passed one could not be judged. */
  readonly why?: string | undefined;
  /** Who let it pass, where it is overridden. */
  readonly override?: Override | undefined;
}

type Metrics = Readonly<Record<string, MetricValue>>;

/** What gates go by beside the metrics of the test. */
export interface JudgingBy {
  /** What the running release measured, and whether on the same data; without it nothing runs there yet. */
  readonly baseline?: { readonly metrics: Metrics; readonly sameData: boolean } | undefined;
  /** Which way is better, of the metrics where that is said; else higher is. */
  readonly metrics?: Readonly<Record<string, { readonly better?: 'higher' | 'lower' | undefined }>>;
}

/** Judges every gate. A gate fails closed: a metric that is missing, not a number or can't be compared passes nothing. */
export function judgeGates(
  gates: readonly Gate[],
  metrics: Metrics,
  by: JudgingBy = {},
): readonly JudgedGate[] {
  return gates.map((gate) => judge(gate, own(metrics, gate.metric), by));
}

export function gatesPass(judged: readonly JudgedGate[]): boolean {
  return judged.every(({ verdict }) => verdict !== 'failed');
}

/** Only what was reported: a metric named `constructor` is missing like any other. */
function own<T>(record: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
  return record && Object.hasOwn(record, name) ? record[name] : undefined;
}

function judge(gate: Gate, value: MetricValue | undefined, by: JudgingBy): JudgedGate {
  const unfit = unfitness(value, 'the test did not report it');
  if (unfit !== undefined || typeof value !== 'number')
    return value === undefined && !gate.required
      ? { gate, verdict: 'not measured', why: unfit }
      : missed(gate, unfit);
  const why = outOfRange(gate, value);
  if (why !== undefined) return missed(gate, why);
  return compares(gate) ? compare(gate, value, by) : { gate, verdict: 'passed' };
}

function missed(gate: Gate, why: string | undefined): JudgedGate {
  return { gate, verdict: gate.warnOnly ? 'warned' : 'failed', why };
}

/** Why a value can't be judged. */
function unfitness(value: MetricValue | undefined, missing: string): string | undefined {
  if (value === undefined) return missing;
  if (typeof value !== 'number') return `it is not a number (${value.notANumber})`;
  return Number.isFinite(value) ? undefined : `it is not a finite number (${value})`;
}

function outOfRange({ min, max }: Gate, value: number): string | undefined {
  if (min !== undefined && value < min) return `below ${exactText(min)}`;
  return max !== undefined && value > max ? `above ${exactText(max)}` : undefined;
}

/** Like must be compared with like: with the running release's value, on the same data. */
function compare(gate: Gate, value: number, { baseline, metrics }: JudgingBy): JudgedGate {
  if (!baseline) return { gate, verdict: 'passed', why: 'nothing runs there yet to compare with' };
  if (!baseline.sameData)
    return missed(gate, 'other data: the running release was measured on another dataset');
  const before = own(baseline.metrics, gate.metric);
  if (before === undefined && !gate.required)
    return { gate, verdict: 'not measured', why: 'the running release did not report it' };
  const unfit = unfitness(before, 'the running release did not report it');
  if (unfit !== undefined || typeof before !== 'number')
    return missed(gate, before === undefined ? unfit : `in the running release ${unfit}`);
  const why = badChange(gate, gainOf(value, before, own(metrics, gate.metric)?.better ?? 'higher'));
  return why === undefined ? { gate, verdict: 'passed' } : missed(gate, why);
}

function badChange({ maxRegression, minChange }: Gate, gain: Gain): string | undefined {
  const { before, by, blur } = gain;
  const allowed = maxRegression && ownUnits(maxRegression, before);
  if (maxRegression && allowed === undefined) return perCentOfNothing('max_regression');
  if (maxRegression && allowed !== undefined && by + blur < -allowed) return moveText(gain, maxRegression);
  const wanted = minChange && ownUnits(minChange, before);
  if (minChange && wanted === undefined) return perCentOfNothing('min_change');
  return minChange && wanted !== undefined && by + blur < wanted ? moveText(gain, minChange) : undefined;
}

function perCentOfNothing(key: string): string {
  return `per cent of 0 can't be told; write ${key} as a number`;
}

/** How the metric moved, in the unit of the condition: `2.25% worse`, `only 0.1% better`. */
function moveText({ by, before, blur }: Gain, { percent, amount }: Change): string {
  if (Math.abs(by) <= blur) return 'not better';
  const size = percent ? (Math.abs(by) * 100) / Math.abs(before) : Math.abs(by);
  const rounded = Number(size.toPrecision(3));
  const text = `${numberText(rounded === amount ? size : rounded)}${percent ? '%' : ''}`;
  return by < 0 ? `${text} worse` : `only ${text} better`;
}

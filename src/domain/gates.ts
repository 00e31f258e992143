import type { MetricValue } from './test-result.ts';

/** A condition on a metric that must hold before a promotion. */
export interface Gate {
  readonly metric: string;
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  /** Whether a missing metric fails the gate. */
  readonly required: boolean;
  /** Whether a failed gate only warns. */
  readonly warnOnly: boolean;
}

export type GateVerdict = 'passed' | 'failed' | 'warned' | 'not measured';

export interface JudgedGate {
  readonly gate: Gate;
  readonly verdict: GateVerdict;
  /** Why, in a few words, where it is not passed. */
  readonly why?: string | undefined;
}

/** Judges every gate. A gate fails closed: a metric that is missing or not a number passes nothing. */
export function judgeGates(
  gates: readonly Gate[],
  metrics: Readonly<Record<string, MetricValue>>,
): readonly JudgedGate[] {
  return gates.map((gate) => judge(gate, reported(metrics, gate.metric)));
}

export function gatesPass(judged: readonly JudgedGate[]): boolean {
  return judged.every(({ verdict }) => verdict !== 'failed');
}

/** Only what the notebook reported: a metric named `constructor` is missing like any other. */
function reported(metrics: Readonly<Record<string, MetricValue>>, metric: string): MetricValue | undefined {
  return Object.hasOwn(metrics, metric) ? metrics[metric] : undefined;
}

function judge(gate: Gate, value: MetricValue | undefined): JudgedGate {
  if (value === undefined && !gate.required)
    return { gate, verdict: 'not measured', why: 'the notebook did not report it' };
  const why = reason(gate, value);
  return why === undefined
    ? { gate, verdict: 'passed' }
    : { gate, verdict: gate.warnOnly ? 'warned' : 'failed', why };
}

function reason(gate: Gate, value: MetricValue | undefined): string | undefined {
  if (value === undefined) return 'the notebook did not report it';
  if (typeof value !== 'number') return `it is not a number (${value.notANumber})`;
  if (!Number.isFinite(value)) return `it is not a finite number (${value})`;
  if (gate.min !== undefined && value < gate.min) return `below ${gate.min}`;
  if (gate.max !== undefined && value > gate.max) return `above ${gate.max}`;
  return undefined;
}

/** A gate's condition as people write it: `≥ 0.8`, `≤ 120000`, `0.2 … 0.4`. */
export function gateCondition(gate: Gate): string {
  if (gate.min !== undefined && gate.max !== undefined) return `${gate.min} … ${gate.max}`;
  return gate.min === undefined ? `≤ ${gate.max}` : `≥ ${gate.min}`;
}

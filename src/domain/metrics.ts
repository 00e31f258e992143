import { parsePythonsJson } from './pythons-json.ts';
import type { MetricValue } from './test-result.ts';

/** The metrics of a `metrics.json`, or what is wrong with the file as a whole. */
export type ReadMetrics =
  | { readonly kind: 'metrics'; readonly metrics: Readonly<Record<string, MetricValue>> }
  | { readonly kind: 'unreadable'; readonly why: string };

const deepest = 8;
/** Metrics that are read of one test. */
export const mostMetrics = 2000;

/**
 * Reads `metrics.json`: nested names are dotted, as DVC does. What is not a finite number is kept as what it was, so that a gate on it
 * can say why it fails. The file is read strictly, since half a file could hold half a number.
 */
export function readMetrics(text: string): ReadMetrics {
  const root = parsePythonsJson(text);
  return root.kind === 'unreadable' ? root : metricsIn(root.value);
}

/** The metrics of an object, nested names dotted. */
export function metricsIn(value: unknown): ReadMetrics {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { kind: 'unreadable', why: 'it holds no JSON object' };
  }
  const found: [string, MetricValue][] = [];
  flatten('', value, 0, found);
  if (found.length > mostMetrics)
    return { kind: 'unreadable', why: `it holds more than ${mostMetrics} metrics` };
  return { kind: 'metrics', metrics: Object.fromEntries(found) };
}

function flatten(prefix: string, value: unknown, depth: number, found: [string, MetricValue][]): void {
  if (found.length > mostMetrics) return;
  if (typeof value === 'object' && value !== null && !Array.isArray(value) && depth < deepest) {
    for (const [name, inner] of Object.entries(value))
      flatten(prefix ? `${prefix}.${name}` : name, inner, depth + 1, found);
    return;
  }
  found.push([prefix, metricOf(value)]);
}

function metricOf(value: unknown): MetricValue {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  return { notANumber: wordFor(value).toWellFormed().slice(0, 80) };
}

function wordFor(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}

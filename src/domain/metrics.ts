import type { MetricValue } from './test-result.ts';

/** The metrics of a `metrics.json`, or what is wrong with the file as a whole. */
export type ReadMetrics =
  | { readonly kind: 'metrics'; readonly metrics: Readonly<Record<string, MetricValue>> }
  | { readonly kind: 'unreadable'; readonly why: string };

const deepest = 8;
const most = 2000;

/**
 * Reads `metrics.json`: nested names are dotted, as DVC does. What is not a finite number is kept as what it was, so that a gate on it
 * can say why it fails. Python's `json.dump` writes `NaN` and `Infinity`, which JSON does not know: they are read as words. All else
 * is read strictly, since half a file could hold half a number.
 */
export function readMetrics(text: string): ReadMetrics {
  const root = parsePythonsJson(text);
  if (root.kind === 'unreadable') return root;
  if (typeof root.value !== 'object' || root.value === null || Array.isArray(root.value)) {
    return { kind: 'unreadable', why: 'it holds no JSON object' };
  }
  const found: [string, MetricValue][] = [];
  flatten('', root.value, 0, found);
  if (found.length > most) return { kind: 'unreadable', why: `it holds more than ${most} metrics` };
  return { kind: 'metrics', metrics: Object.fromEntries(found) };
}

/** A JSON string, or one of the words that Python writes beside JSON. */
const stringOrWord = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\bInfinity\b|\bNaN\b/gs;

function parsePythonsJson(
  text: string,
): { kind: 'value'; value: unknown } | { kind: 'unreadable'; why: string } {
  const json = text
    .replace(/^\ufeff/, '')
    .replace(stringOrWord, (found) => (found.startsWith('"') ? found : JSON.stringify(found)));
  try {
    return { kind: 'value', value: JSON.parse(json) };
  } catch (error) {
    return {
      kind: 'unreadable',
      why: `it is not JSON (${error instanceof Error ? error.message.split('\n')[0] : 'unknown error'})`,
    };
  }
}

function flatten(prefix: string, value: unknown, depth: number, found: [string, MetricValue][]): void {
  if (found.length > most) return;
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

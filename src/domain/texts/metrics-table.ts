import { type Gate, gateCondition, type JudgedGate } from '../gates.ts';
import type { TestReport } from '../test-report.ts';
import type { MetricValue, TestResult } from '../test-result.ts';
import { fold, paragraphs, plain, table } from './markdown.ts';
import { differenceText, metricText, short } from './numbers.ts';

const mostGates = 40;
const mostOthers = 60;

const signs = {
  passed: '✅ holds',
  failed: '❌ fails',
  warned: '⚠️ warns',
  'not measured': '➖ not measured',
} as const;
const ranks = { failed: 3, warned: 2, 'not measured': 1, passed: 0 } as const;

/** The gated metrics, failed ones first, and what they are compared with. */
export function gatesTable(report: TestReport): string | undefined {
  const { result, gates } = report;
  const measured = Object.keys(result?.metrics ?? {}).length;
  // A notebook that failed before it measured anything has no gates to speak of.
  if (!result || (measured === 0 && (gates.length === 0 || result.failure))) return undefined;
  const sorted = gates.toSorted((a, b) => ranks[b.verdict] - ranks[a.verdict]);
  const rows = sorted.slice(0, mostGates).map((judged) => gateRow(report, result, judged));
  return paragraphs([
    rows.length > 0 && table([...heads(report), 'Gate', ''], rows, 'lrrrll'),
    gates.length > mostGates && `… and ${restOfGates(sorted.slice(mostGates))}.`,
    baselineLine(report),
  ]);
}

function restOfGates(rest: readonly JudgedGate[]): string {
  const failed = rest.filter(({ verdict }) => verdict === 'failed').length;
  return `${rest.length} more ${rest.length === 1 ? 'gate' : 'gates'}${failed > 0 ? `, ${failed} of which fail` : ''}`;
}

/** The metrics that no gate is on, folded; undefined where there is none. */
export function otherMetrics(report: TestReport): string | undefined {
  const { result } = report;
  const gated = new Set(report.gates.map(({ gate }) => gate.metric));
  const others = Object.keys(result?.metrics ?? {}).filter((metric) => !gated.has(metric));
  if (!result || others.length === 0) return undefined;
  const rows = others.slice(0, mostOthers).map((metric) => valueCells(report, result, metric));
  const more = others.length - mostOthers;
  return fold(
    others.length === 1 ? '1 metric without a gate' : `${others.length} metrics without a gate`,
    paragraphs([table(heads(report), rows, 'lrrr'), more > 0 && `… and ${more} more: see \`metrics.json\`.`]),
  );
}

/** After the deployment, what ran "now" is what ran before. */
function heads({ environment, deployed }: TestReport): string[] {
  return ['Metric', 'This run', `${plain(environment)} ${deployed ? 'before' : 'now'}`, 'Difference'];
}

function gateRow(report: TestReport, result: TestResult, { gate, verdict, why }: JudgedGate): string[] {
  const said = `${signs[verdict]}${why ? `: ${plain(why, 120)}` : ''}`;
  return [...valueCells(report, result, gate.metric, gate), gateCondition(gate), said];
}

function valueCells(report: TestReport, result: TestResult, metric: string, gate?: Gate): string[] {
  const speech = own(report.metrics, metric);
  const now = own<MetricValue>(result.metrics, metric);
  const before = report.baseline && own<MetricValue>(report.baseline.metrics, metric);
  const unit = speech?.unit && plain(speech.unit, 30);
  return [
    plain(speech?.label ?? metric, 80),
    metricText(now, unit, [gate?.min, gate?.max]),
    metricText(before, unit),
    differenceText(now, before, unit),
  ];
}

/** A metric may be named like a property that every object has. */
function own<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

function baselineLine({ baseline, environment, deployed }: TestReport): string {
  if (deployed && !baseline) return `It is the first release in ${plain(environment)}.`;
  return baseline
    ? `Compared with release \`${short(baseline.release)}\`, in ${plain(environment)} since ${baseline.deployedAt.slice(0, 10)}.`
    : `Nothing runs in ${plain(environment)} yet, so there is nothing to compare with.`;
}

import { isComparable } from '../baseline.ts';
import { changeCondition, type Gate, gateCondition } from '../gates/gate.ts';
import type { JudgedGate } from '../gates/judge-gates.ts';
import type { TestReport } from '../test-report.ts';
import type { TestResult } from '../test-result.ts';
import { fold, list, paragraphs, plain, table } from './markdown.ts';
import { differenceText, metricText, short } from './numbers.ts';

type Metrics = TestResult['metrics'];

const mostGates = 40;
const mostOthers = 60;
/** Up to so many gates are all shown; of more, those that hold with the value of before are folded. */
const fewGates = 10;

const signs = {
  passed: '✅ holds',
  failed: '❌ fails',
  warned: '⚠️ warns',
  overridden: '🔓 overridden',
  'not measured': '➖ not measured',
} as const;
const ranks = { failed: 4, overridden: 3, warned: 2, 'not measured': 1, passed: 0 } as const;

/** The gated metrics, failed ones first, and what they are compared with. */
export function gatesTable(report: TestReport): string | undefined {
  const { result, gates } = report;
  const measured = Object.keys(result?.metrics ?? {}).length;
  // A notebook that failed before it measured anything has no gates to speak of.
  if (!result || (measured === 0 && (gates.length === 0 || result.failure))) return undefined;
  const sorted = gates.toSorted((a, b) => ranks[b.verdict] - ranks[a.verdict]);
  const isFolded = (judged: JudgedGate) => gates.length > fewGates && isUnchanged(report, result, judged);
  const shown = sorted.filter((judged) => !isFolded(judged));
  return paragraphs([
    missedGates(report, result, sorted),
    shown.length > 0 && gateRows(report, result, shown),
    shown.length > mostGates && `… and ${restOfGates(shown.slice(mostGates))}.`,
    unchangedGates(report, result, sorted.filter(isFolded)),
    baselineLine(report),
  ]);
}

/** On a phone the table's last columns lie beyond its edge: what fails stands above it, too. */
function missedGates(
  report: TestReport,
  { metrics }: TestResult,
  gates: readonly JudgedGate[],
): string | undefined {
  const missed = gates.filter(({ verdict }) => verdict === 'failed');
  if (missed.length === 0) return undefined;
  const lines = missed.map((judged) => missedLine(report, metrics, judged));
  return list(lines, (more) => `… and ${more} more`, 3);
}

function missedLine(report: TestReport, metrics: Metrics, { gate, why }: JudgedGate): string {
  const speech = own(report.metrics, gate.metric);
  const value = own(metrics, gate.metric);
  const before = own(report.baseline?.metrics, gate.metric);
  const unit = speech?.unit && plain(speech.unit, 30);
  const is = typeof value === 'number' ? ` is ${metricText(value, unit, [gate.min, gate.max, before])}` : '';
  const isMoved = /(?:worse|better)$/.test(why ?? '');
  const asked = isMoved ? ` than now, and the gate says “${plain(changeCondition(gate), 60)}”` : '';
  return `**${plain(speech?.label ?? gate.metric, 80)}**${is}: ${plain(why ?? gateCondition(gate), 120)}${asked}`;
}

function gateRows(report: TestReport, result: TestResult, gates: readonly JudgedGate[]): string {
  const rows = gates.slice(0, mostGates).map((judged) => gateRow(report, result, judged));
  return table([...heads(report), 'Gate', ''], rows, report.baseline ? 'lrrrll' : 'lrll');
}

function restOfGates(rest: readonly JudgedGate[]): string {
  const failed = rest.filter(({ verdict }) => verdict === 'failed').length;
  return `${rest.length} more ${rest.length === 1 ? 'gate' : 'gates'}${failed > 0 ? `, ${failed} of which fail` : ''}`;
}

function isUnchanged(
  { baseline }: TestReport,
  { metrics }: TestResult,
  { gate, verdict }: JudgedGate,
): boolean {
  const now = own(metrics, gate.metric);
  return verdict === 'passed' && typeof now === 'number' && own(baseline?.metrics, gate.metric) === now;
}

function unchangedGates(
  report: TestReport,
  result: TestResult,
  gates: readonly JudgedGate[],
): string | undefined {
  if (gates.length === 0) return undefined;
  const more = gates.length - mostGates;
  return fold(
    gates.length === 1 ? '1 gate holds, unchanged' : `${gates.length} gates hold, unchanged`,
    paragraphs([
      gateRows(report, result, gates),
      more > 0 && `… and ${restOfGates(gates.slice(mostGates))}.`,
    ]),
  );
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
    paragraphs([
      table(heads(report), rows, report.baseline ? 'lrrr' : 'lr'),
      more > 0 && `… and ${more} more: see \`record.json\`.`,
    ]),
  );
}

/** After the deployment, what ran "now" is what ran before. */
function heads({ environment, deployed, baseline }: TestReport): string[] {
  const compared = [`${plain(environment)} ${deployed ? 'before' : 'now'}`, 'Difference'];
  return ['Metric', 'This run', ...(baseline ? compared : [])];
}

function gateRow(report: TestReport, result: TestResult, { gate, verdict, why }: JudgedGate): string[] {
  const said = `${signs[verdict]}${why ? `: ${plain(why, 120)}` : ''}`;
  const unit = own(report.metrics, gate.metric)?.unit;
  return [
    ...valueCells(report, result, gate.metric, gate),
    gateCondition(gate, unit && plain(unit, 30)),
    said,
  ];
}

function valueCells(report: TestReport, result: TestResult, metric: string, gate?: Gate): string[] {
  const speech = own(report.metrics, metric);
  const now = own(result.metrics, metric);
  const before = own(report.baseline?.metrics, metric);
  const unit = speech?.unit && plain(speech.unit, 30);
  const isOther = before !== undefined && onOtherData(report);
  const told = [plain(speech?.label ?? metric, 80), metricText(now, unit, [gate?.min, gate?.max, before])];
  if (!report.baseline) return told;
  return [
    ...told,
    metricText(before, unit, [now]),
    isOther ? 'other data' : differenceText(now, before, unit),
  ];
}

/** A metric may be named like a property that every object has. */
function own<T>(record: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
  return record && Object.hasOwn(record, name) ? record[name] : undefined;
}

function onOtherData({ baseline, result }: TestReport): boolean {
  return !!baseline && !!result && !isComparable(baseline, result);
}

function baselineLine(report: TestReport): string {
  const { baseline, deployed } = report;
  const environment = plain(report.environment);
  if (deployed && !baseline) return `It is the first release in ${environment}.`;
  if (!baseline) return `Nothing runs in ${environment} yet, so there is nothing to compare with.`;
  const compared = `Compared with release \`${short(baseline.release)}\`, in ${environment} since ${baseline.deployedAt.slice(0, 10)}`;
  if (baseline.measuredAgain) return `${compared}; its image was run on the data of this run for that.`;
  if (!onOtherData(report)) return `${compared}.`;
  const whyNot = baseline.whyNot ? ` It can't be measured on this data: ${plain(baseline.whyNot)}.` : '';
  return `${compared}, which was measured on other data.${whyNot}`;
}

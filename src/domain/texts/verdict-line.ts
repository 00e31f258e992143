import { isComparable } from '../baseline.ts';
import { checkName } from '../data-checks/check-name.ts';
import type { TestReport } from '../test-report.ts';
import { approvalTitle } from './approvals.ts';
import { heldTitle, withheldVerdict } from './holds.ts';
import { bare } from './markdown.ts';
import { differenceText, metricText } from './numbers.ts';
import { overriddenCount } from './overrides.ts';
import { proposedVerdict } from './proposals.ts';

/** The verdict in one line without Markdown: the check's title, and behind a sign the comment's first line. */
export function verdictLine(report: TestReport): string {
  if (report.deployed?.nothingServed)
    return `${report.name} is released to ${report.environment}; nothing is served`;
  if (report.deployed) return `${report.name} is deployed to ${report.environment}`;
  if (report.problem) return report.problem.title;
  if (isWithheld(report)) return withheldVerdict(report.name, report.environment);
  if (report.proposed) return proposedVerdict(report.name, report.environment, report.proposed);
  if (report.state === 'running')
    return `Testing ${report.name} for ${report.environment}: ${report.phase ?? 'waiting'}`;
  const failure = report.result?.failure;
  const waiting = report.approval && approvalTitle(report.approval);
  if (failure)
    return `${report.name} failed its ${failure.part ?? 'test'} for ${report.environment}: ${failure.what.replaceAll('`', '').replace(/\.$/, '')}`;
  return report.state === 'passed'
    ? `${report.name} passed its test for ${report.environment}${waiting ? ` and ${waiting}` : ''}: ${gateCount(report)}${dataCount(report)}${overriddenCount(report)}`
    : `${report.name} misses ${failedChecks(report)}`;
}

/** Whether it passed, and a hold keeps it from being deployed. */
function isWithheld({ held, merged, state }: TestReport): boolean {
  return held !== undefined && merged === true && state === 'passed';
}

/** What a list of checks needs: the first gated metric, how far it moved, and how many gates hold. Not Markdown. */
export function checkTitle(report: TestReport): string {
  const waiting = report.approval && approvalTitle(report.approval);
  if (waiting) return bare(waiting);
  const first = report.gates[0]?.gate;
  if (isWithheld(report) || report.state !== 'passed' || report.deployed || report.proposed)
    return bare(verdictLine(report));
  const held = report.held ? heldTitle(report.environment) : '';
  if (!first) return bare(`${held}${verdictLine(report)}`);
  const { metric, min, max } = first;
  const speech = report.metrics[metric];
  const value = metricText(report.result?.metrics[metric], speech?.unit, [
    min,
    max,
    report.baseline?.metrics[metric],
  ]);
  const { held: good, count } = countGates(report);
  const gates = `${good} of ${count} ${count === 1 ? 'gate' : 'gates'}`;
  return bare(
    `${held}${speech?.label ?? metric} ${value}${moveOf(report, metric)}, ${gates}${dataCount(report)}${overriddenCount(report)}`,
  );
}

/** ` (+0.004)`; nothing where nothing is to be compared with, or nothing moved. */
function moveOf({ baseline, result }: TestReport, metric: string): string {
  if (!baseline || !result || !isComparable(baseline, result)) return '';
  const difference = differenceText(result.metrics[metric], baseline.metrics[metric]);
  return ['0', '–'].includes(difference) ? '' : ` (${difference})`;
}

export function verdictSign(report: TestReport): string {
  if (report.deployed) return '🚀';
  if (report.proposed || isWithheld(report)) return '✋';
  switch (report.state) {
    case 'running':
      return '⏳';
    case 'passed':
      return report.approval && approvalTitle(report.approval) ? '✋' : '✅';
    case 'failed':
      if (report.problem?.cancelled) return '⏹️';
      return report.problem?.needsAction ? '✋' : '❌';
  }
}

function gateCount(report: TestReport): string {
  const { held, count } = countGates(report);
  if (count === 0) return 'no gates are set';
  return `${held} of ${count} ${count === 1 ? 'gate holds' : 'gates hold'}`;
}

function countGates({ gates }: TestReport): { readonly held: number; readonly count: number } {
  return { held: gates.filter(({ verdict }) => verdict === 'passed').length, count: gates.length };
}

/** `, 4 of 5 data checks`; nothing where there are none. */
function dataCount({ data = [] }: TestReport): string {
  const checks = data.flatMap((each) => each.checks);
  if (checks.length === 0) return '';
  const held = checks.filter(({ verdict }) => verdict === 'passed').length;
  return `, ${held} of ${checks.length} data ${checks.length === 1 ? 'check' : 'checks'}`;
}

function failedChecks({ gates, metrics: speech, data = [], environment }: TestReport): string {
  const metrics = gates
    .filter(({ verdict }) => verdict === 'failed')
    .map(({ gate: { metric } }) => speech[metric]?.label ?? metric);
  const columns = data.flatMap(({ dataset, checks }) =>
    checks.filter(({ verdict }) => verdict === 'failed').map(({ check }) => checkName(dataset, check)),
  );
  const failed = [...metrics, ...new Set(columns)];
  const named = [...failed.slice(0, 5), ...(failed.length > 5 ? ['…'] : [])].join(', ');
  return `${kindOf(metrics.length, columns.length)} for ${environment}: ${named}`;
}

function kindOf(gates: number, checks: number): string {
  const one = gates > 0 ? 'the gate' : 'the data check';
  const many = gates === 0 ? 'data checks' : checks === 0 ? 'gates' : 'gates and data checks';
  return gates + checks === 1 ? one : `${gates + checks} ${many}`;
}

import { isComparable } from '../../../src/domain/baseline.ts';
import type { Gate } from '../../../src/domain/gates/gate.ts';
import { judgeGates } from '../../../src/domain/gates/judge-gates.ts';
import type { TestReport } from '../../../src/domain/test-report.ts';
import type { Failure, TestResult } from '../../../src/domain/test-result.ts';
import { passedResult } from '../results.ts';

export function gateOn(metric: string, condition: Partial<Gate>): Gate {
  return { metric, required: true, warnOnly: false, ...condition };
}

/** A report on a pull request into `sandbox`, while the test runs. */
export const running: TestReport = {
  name: 'churn',
  environment: 'sandbox',
  state: 'running',
  phase: 'building the image',
  gates: [],
  metrics: { auc: { label: 'Ranking quality' }, loss: { unit: 'EUR', better: 'lower' } },
  baseline: {
    release: 'b'.repeat(40),
    deployedAt: '2026-01-01T10:00:00Z',
    metrics: { auc: 0.89, loss: 12_000 },
    datasets: passedResult.datasets,
  },
  reused: false,
  notes: [],
  base: { branch: 'sandbox', commit: 'a'.repeat(40) },
  road: [
    { environment: 'sandbox', state: 'here' },
    { environment: 'qa', state: 'ahead' },
  ],
  links: { 'All files and logs': 'https://forge.example.com/acme/churn/tree/runs' },
};

/** The report of a result, with its gates judged. */
export function reportOf(
  changes: Partial<TestResult>,
  gates: readonly Gate[] = [gateOn('auc', { min: 0.8 })],
): TestReport {
  const result = { ...passedResult, ...changes };
  const { baseline, metrics } = running;
  const judged = judgeGates(gates, result.metrics, {
    metrics,
    baseline: baseline && { ...baseline, sameData: isComparable(baseline, result) },
  });
  const failed = result.failure !== undefined || judged.some(({ verdict }) => verdict === 'failed');
  return { ...running, state: failed ? 'failed' : 'passed', phase: undefined, gates: judged, result };
}

export const raised: Failure = {
  kind: 'cell-raised',
  what: 'Cell 3 raised `ValueError`.',
  remedy: 'Correct the cell and push; the test runs again by itself.',
  cell: 3,
  error: 'ValueError: no churn today',
  source: 'raise ValueError("no churn today")',
  traceback: 'Traceback …\nValueError: no churn today',
};

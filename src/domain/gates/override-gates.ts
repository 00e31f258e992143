import { checkName } from '../data-checks/check-name.ts';
import type { DatasetChecks } from '../data-checks/data-check.ts';
import type { JudgedDataset } from '../data-checks/judge-data.ts';
import type { Gate } from './gate.ts';
import type { JudgedGate } from './judge-gates.ts';
import type { Override } from './override.ts';

/** What a person can name in an environment: a gate by its metric, a data check by its column. */
export function gateNames(gates: readonly Gate[], checks: readonly DatasetChecks[]): readonly string[] {
  const ofData = checks.flatMap(({ dataset, checks: own }) => own.map((check) => checkName(dataset, check)));
  return [...new Set([...gates.map(({ metric }) => metric), ...ofData])];
}

/** Gates that fail and were overridden: they hold nobody back. What passes or only warns needs none. */
export function overrideGates(
  judged: readonly JudgedGate[],
  overrides: readonly Override[],
): readonly JudgedGate[] {
  return judged.map((each) => {
    const override = each.verdict === 'failed' && overrides.find(({ gate }) => gate === each.gate.metric);
    return override ? { ...each, verdict: 'overridden', override } : each;
  });
}

/** The same for checks of data. */
export function overrideData(
  judged: readonly JudgedDataset[],
  overrides: readonly Override[],
): readonly JudgedDataset[] {
  return judged.map((data) => ({
    ...data,
    checks: data.checks.map((each) => {
      const name = checkName(data.dataset, each.check);
      const override = each.verdict === 'failed' && overrides.find(({ gate }) => gate === name);
      return override ? { ...each, verdict: 'overridden', override } : each;
    }),
  }));
}

interface Judged {
  readonly gates: readonly JudgedGate[];
  readonly data?: readonly JudgedDataset[] | undefined;
}

/** The overrides that let something pass. */
export function overridesIn({ gates, data = [] }: Judged): readonly Override[] {
  const found = [...gates, ...data.flatMap(({ checks }) => checks)];
  return [...new Set(found.flatMap(({ override }) => override ?? []))];
}

/** The names of what fails. */
export function missedIn({ gates, data = [] }: Judged): readonly string[] {
  const ofGates = gates.filter(({ verdict }) => verdict === 'failed').map(({ gate }) => gate.metric);
  const ofData = data.flatMap(({ dataset, checks }) =>
    checks.filter(({ verdict }) => verdict === 'failed').map(({ check }) => checkName(dataset, check)),
  );
  return [...new Set([...ofGates, ...ofData])];
}

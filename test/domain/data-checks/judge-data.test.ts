import { expect, it } from 'vitest';
import type { DataCheck } from '../../../src/domain/data-checks/data-check.ts';
import type { DataOutcome } from '../../../src/domain/data-checks/data-found.ts';
import { dataPasses, judgeData } from '../../../src/domain/data-checks/judge-data.ts';

const rows = { kind: 'rows', min: 10, warnOnly: false } as const;
const age = { kind: 'type', column: 'age', type: 'integer', warnOnly: true } as const;

const profile = { rows: 3, columns: 1, profiled: [] };
const checked = (...held: readonly boolean[]): DataOutcome => {
  return { kind: 'checked', found: held.map((each) => ({ held: each })), profile };
};

function verdicts(checks: readonly DataCheck[], outcome: DataOutcome) {
  const judged = judgeData([{ dataset: 'customers', checks }], [{ dataset: 'customers', outcome }]);
  return { passes: dataPasses(judged), verdicts: judged[0]?.checks.map(({ verdict }) => verdict) };
}

it.each([
  { outcome: checked(true, true), passes: true, told: ['passed', 'passed'] },
  { outcome: checked(false, true), passes: false, told: ['failed', 'passed'] },
  { outcome: checked(true, false), passes: true, told: ['passed', 'warned'] },
  { outcome: checked(true), passes: false, told: ['failed', 'warned'] },
  { outcome: { kind: 'unreadable', why: 'it is empty' } as const, passes: false, told: ['failed', 'warned'] },
  { outcome: { kind: 'timed-out', seconds: 1 } as const, passes: false, told: ['failed', 'warned'] },
])('$outcome.kind: $told', ({ outcome, passes, told }) => {
  expect(verdicts([rows, age], outcome)).toEqual({ passes, verdicts: told });
});

it('fails the checks of a dataset that is not there', () => {
  const judged = judgeData([{ dataset: 'customers', checks: [rows] }], []);
  expect(judged[0]?.outcome).toEqual({ kind: 'not-declared' });
  expect(dataPasses(judged)).toBe(false);
});

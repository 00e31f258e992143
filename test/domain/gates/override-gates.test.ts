import { expect, test } from 'vitest';
import type { JudgedDataset } from '../../../src/domain/data-checks/judge-data.ts';
import { gatesPass, judgeGates } from '../../../src/domain/gates/judge-gates.ts';
import {
  gateNames,
  missedIn,
  overrideData,
  overrideGates,
  overridesIn,
} from '../../../src/domain/gates/override-gates.ts';
import { testComment } from '../../../src/domain/texts/test-comment.ts';
import { checkTitle } from '../../../src/domain/texts/verdict-line.ts';
import { gateOn, reportOf } from '../texts/reports.ts';

const override = {
  ...{ id: '1/0', environment: 'sandbox', head: 'a'.repeat(40), gate: 'auc', by: 'ada' },
  ...{
    at: '2026-03-01T00:00:00Z',
    why: 'the <old> labels were wrong',
    comment: 'https://forge.example.com/12',
  },
};
const gates = [
  gateOn('auc', { min: 0.99 }),
  gateOn('loss', { max: 1 }),
  gateOn('auc', { min: 1, warnOnly: true }),
];
const judged = judgeGates(gates, { auc: 0.9, loss: 20 });

test('an override lets the gate of its name pass, where it fails, and no other', () => {
  const overridden = overrideGates(judged, [override]);
  expect(overridden.map(({ verdict }) => verdict)).toEqual(['overridden', 'failed', 'warned']);
  expect(gatesPass(overridden)).toBe(false);
  expect(gatesPass(overrideGates(judged, [override, { ...override, gate: 'loss' }]))).toBe(true);
  expect(overridesIn({ gates: overridden })).toEqual([override]);
  expect(missedIn({ gates: overridden })).toEqual(['loss']);
  expect(overrideGates(judged, [])).toEqual(judged);
});

test('a check of data is overridden by the name of its column', () => {
  const check = { kind: 'range', column: 'age', max: 120, warnOnly: false } as const;
  const rows = { kind: 'rows', min: 1, warnOnly: false } as const;
  const checks = [
    { check, verdict: 'failed', found: { held: false } },
    { check: rows, verdict: 'failed', found: undefined },
  ] as const;
  const data: JudgedDataset[] = [{ dataset: 'customers', outcome: { kind: 'not-declared' }, checks }];
  const [own] = overrideData(data, [{ ...override, gate: 'customers.age' }]);
  expect(own?.checks.map(({ verdict }) => verdict)).toEqual(['overridden', 'failed']);
  expect(missedIn({ gates: [], data: own && [own] })).toEqual(['customers']);
  expect(gateNames(gates, [{ dataset: 'customers', checks: [check, rows] }])).toEqual([
    ...['auc', 'loss', 'customers.age', 'customers'],
  ]);
});

test('the comment says who let which gate pass, and why; the check says it in its title', () => {
  const report = reportOf({ metrics: { auc: 0.9 } }, [gateOn('auc', { min: 0.99 })]);
  const overridden = { ...report, state: 'passed', gates: overrideGates(report.gates, [override]) } as const;
  expect(checkTitle(overridden)).toBe('Ranking quality 0.9 (+0.01), 0 of 1 gate, 1 overridden by ada');
  const comment = testComment(overridden);
  expect(comment).toContain(
    '🔓 **auc** fails, and [ada](https://forge.example.com/12) let it pass: the &lt;old&gt; labels were wrong',
  );
  expect(comment).toContain('🔓 overridden: below 0\\.99');
  expect(comment).toContain('That holds for this very commit; a new one is judged anew.');
});

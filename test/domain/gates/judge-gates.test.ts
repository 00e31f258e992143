import { describe, expect, test } from 'vitest';
import { type Gate, gateCondition } from '../../../src/domain/gates/gate.ts';
import { gatesPass, judgeGates } from '../../../src/domain/gates/judge-gates.ts';
import type { MetricValue } from '../../../src/domain/test-result.ts';

function gateOn(metric: string, condition: Partial<Gate>): Gate {
  return { metric, required: true, warnOnly: false, ...condition };
}

function judged(condition: Partial<Gate>, value?: MetricValue) {
  const [result] = judgeGates([gateOn('auc', condition)], value === undefined ? {} : { auc: value });
  return [result?.verdict, result?.why];
}

const percent = (amount: number) => ({ amount, percent: true });
const absolute = (amount: number) => ({ amount, percent: false });

const nan = { notANumber: 'NaN' };
const missing = 'the test did not report it';

test.each<[Partial<Gate>, MetricValue | undefined, string, string | undefined]>([
  [{ min: 0.8 }, 0.8, 'passed', undefined],
  [{ min: 0.8 }, 0.7999999999, 'failed', 'below 0.8'],
  [{ max: 0.2 }, 0.2, 'passed', undefined],
  [{ max: 0.2 }, 0.2000000001, 'failed', 'above 0.2'],
  [{ min: 0, max: 1 }, 0.5, 'passed', undefined],
  [{ min: 0, max: 1 }, -0.1, 'failed', 'below 0'],
  [{ min: 0, max: 1 }, 1.1, 'failed', 'above 1'],
  [{ min: 0 }, -0, 'passed', undefined],
  [{ max: -0 }, 0, 'passed', undefined],
  [{ min: -5 }, -5, 'passed', undefined],
  [{ min: 0 }, nan, 'failed', 'it is not a number (NaN)'],
  [{ min: 0 }, Number.NaN, 'failed', 'it is not a finite number (NaN)'],
  [{ min: 0 }, Number.POSITIVE_INFINITY, 'failed', 'it is not a finite number (Infinity)'],
  [{ max: 0 }, { notANumber: '-1' }, 'failed', 'it is not a number (-1)'],
  [{ min: 0 }, undefined, 'failed', missing],
  [{ min: 0, required: false }, undefined, 'not measured', missing],
  [{ min: 0, required: false }, nan, 'failed', 'it is not a number (NaN)'],
  [{ min: 0, required: false }, -1, 'failed', 'below 0'],
  [{ min: 0.8, warnOnly: true }, 0.7, 'warned', 'below 0.8'],
  [{ min: 0.8, warnOnly: true }, nan, 'warned', 'it is not a number (NaN)'],
  [{ min: 0.8, warnOnly: true }, undefined, 'warned', missing],
])('a gate %j on %j: %s', (condition, value, verdict, why) => {
  expect(judged(condition, value)).toEqual([verdict, why]);
});

test.each(['constructor', 'toString', '__proto__'])(
  'a metric named %s is missing like any other',
  (metric) => {
    const [result] = judgeGates([gateOn(metric, { min: 0, required: false })], { auc: 1 });
    expect(result?.verdict).toBe('not measured');
  },
);

describe('against the running release', () => {
  function compared(condition: Partial<Gate>, now: MetricValue, before?: MetricValue, better = 'higher') {
    const [result] = judgeGates(
      [gateOn('auc', condition)],
      { auc: now },
      {
        baseline: { metrics: before === undefined ? {} : { auc: before }, sameData: true },
        metrics: { auc: { better: better === 'lower' ? 'lower' : 'higher' } },
      },
    );
    return [result?.verdict, result?.why];
  }

  test.each<[Partial<Gate>, number, number, 'higher' | 'lower', string, string | undefined]>([
    [{ maxRegression: percent(1) }, 0.9, 0.9, 'higher', 'passed', undefined],
    [{ maxRegression: percent(1) }, 0.95, 0.9, 'higher', 'passed', undefined],
    [{ maxRegression: percent(1) }, 0.891, 0.9, 'higher', 'passed', undefined],
    [{ maxRegression: percent(1) }, 0.89, 0.9, 'higher', 'failed', '1.11% worse'],
    [{ maxRegression: percent(1) }, 0.8909999, 0.9, 'higher', 'failed', '1.00001% worse'],
    [{ maxRegression: percent(1) }, 102, 100, 'lower', 'failed', '2% worse'],
    [{ maxRegression: percent(1) }, 98, 100, 'lower', 'passed', undefined],
    [{ maxRegression: percent(50) }, -1.4, -1, 'higher', 'passed', undefined],
    [{ maxRegression: percent(50) }, -1.6, -1, 'higher', 'failed', '60% worse'],
    [{ maxRegression: absolute(0.01) }, 0.79, 0.8, 'higher', 'passed', undefined],
    [{ maxRegression: absolute(0.01) }, 0.78, 0.8, 'higher', 'failed', '0.02 worse'],
    [{ maxRegression: absolute(0) }, 0.3, 0.1 + 0.2, 'higher', 'passed', undefined],
    [{ maxRegression: absolute(0) }, 0.299, 0.3, 'higher', 'failed', '0.001 worse'],
    [{ minChange: percent(10) }, 0.88, 0.8, 'higher', 'passed', undefined],
    [{ minChange: percent(10) }, 0.84, 0.8, 'higher', 'failed', 'only 5% better'],
    [{ minChange: percent(10) }, 90, 100, 'lower', 'passed', undefined],
    [{ minChange: absolute(0.1) }, 0.9, 0.8, 'higher', 'passed', undefined],
    [{ minChange: absolute(0.1) }, 0.8, 0.8, 'higher', 'failed', 'not better'],
    [{ minChange: absolute(0.1) }, 0.7, 0.8, 'higher', 'failed', '0.1 worse'],
    [{ minChange: absolute(0) }, 0.8, 0.8, 'higher', 'passed', undefined],
    [{ maxRegression: percent(1), warnOnly: true }, 0.5, 0.9, 'higher', 'warned', '44.4% worse'],
    [{ min: 0.95, maxRegression: percent(1) }, 0.9, 0.9, 'higher', 'failed', 'below 0.95'],
  ])('%j: %d after %d, %s is better: %s', (condition, now, before, better, verdict, why) => {
    expect(compared(condition, now, before, better)).toEqual([verdict, why]);
  });

  const unknown = 'the running release did not report it';
  test.each<[string, Partial<Gate>, MetricValue, MetricValue | undefined, string, string]>([
    ['not known there', {}, 0.9, undefined, 'failed', unknown],
    ['not known there, nor required', { required: false }, 0.9, undefined, 'not measured', unknown],
    ['no number there', {}, 0.9, nan, 'failed', 'in the running release it is not a number (NaN)'],
    ['no number here', {}, nan, 0.9, 'failed', 'it is not a number (NaN)'],
  ])('a metric that is %s', (_, condition, now, before, verdict, why) => {
    expect(compared({ maxRegression: percent(1), ...condition }, now, before)).toEqual([verdict, why]);
  });

  test.each<[Partial<Gate>, string]>([
    [{ maxRegression: percent(1) }, "per cent of 0 can't be told; write max_regression as a number"],
    [{ minChange: percent(1) }, "per cent of 0 can't be told; write min_change as a number"],
  ])('%j of nothing fails closed', (condition, why) => {
    expect(compared(condition, 1, 0)).toEqual(['failed', why]);
  });

  const conditions = [
    gateOn('auc', { maxRegression: percent(1) }),
    gateOn('auc', { minChange: absolute(0.1) }),
  ];

  test('where nothing runs yet, that is said and not failed; a value that is none still fails', () => {
    const verdicts = judgeGates(conditions, { auc: 0.9 }).map(({ verdict, why }) => [verdict, why]);
    expect(verdicts).toEqual(Array(2).fill(['passed', 'nothing runs there yet to compare with']));
    expect(judgeGates(conditions, { auc: nan }).map(({ verdict }) => verdict)).toEqual(['failed', 'failed']);
  });

  test('what was measured on other data is compared with nothing', () => {
    const baseline = { metrics: { auc: 0.1 }, sameData: false };
    const judged = judgeGates([...conditions, gateOn('auc', { min: 0 })], { auc: 0.9 }, { baseline });
    expect(judged.map(({ verdict }) => verdict)).toEqual(['failed', 'failed', 'passed']);
    expect(judged[0]?.why).toMatch(/^other data: /);
  });
});

describe('all gates together', () => {
  test('pass without a gate, and with gates that warn or were not measured', () => {
    const lenient = [gateOn('a', { min: 1, warnOnly: true }), gateOn('b', { min: 1, required: false })];
    expect(gatesPass(judgeGates([], {}))).toBe(true);
    expect(gatesPass(judgeGates(lenient, { a: 0 }))).toBe(true);
  });

  test('fail where one fails; each is judged, in the order of the file', () => {
    const results = judgeGates([gateOn('a', { min: 1 }), gateOn('b', { min: 1 })], { a: 1, b: 0 });
    expect(results.map(({ verdict }) => verdict)).toEqual(['passed', 'failed']);
    expect(gatesPass(results)).toBe(false);
  });
});

test.each<[Partial<Gate>, string]>([
  [{ min: 0.8 }, '≥ 0.8'],
  [{ max: 0 }, '≤ 0'],
  [{ min: 0, max: 0.4 }, '0 … 0.4'],
  [{ maxRegression: percent(1) }, 'at most 1% worse'],
  [{ max: 300_000 }, '≤ 300,000'],
  [{ min: 0.7500001 }, '≥ 0.7500001'],
  [{ maxRegression: absolute(0) }, 'not worse'],
  [{ min: 0.8, maxRegression: absolute(0.01) }, '≥ 0.8, at most 0.01 worse'],
  [{ max: 10, minChange: percent(2.5) }, '≤ 10, at least 2.5% better'],
])('%j reads %s', (condition, text) => {
  expect(gateCondition(gateOn('auc', condition))).toBe(text);
});

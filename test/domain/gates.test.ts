import { describe, expect, test } from 'vitest';
import { type Gate, gateCondition, gatesPass, judgeGates } from '../../src/domain/gates.ts';
import type { MetricValue } from '../../src/domain/test-result.ts';

function gateOn(metric: string, condition: Partial<Gate>): Gate {
  return { metric, required: true, warnOnly: false, ...condition };
}

function judged(condition: Partial<Gate>, value?: MetricValue) {
  const [result] = judgeGates([gateOn('auc', condition)], value === undefined ? {} : { auc: value });
  return [result?.verdict, result?.why];
}

const nan = { notANumber: 'NaN' };
const missing = 'the notebook did not report it';

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

test.each([
  [{ min: 0.8 }, '≥ 0.8'],
  [{ max: 0 }, '≤ 0'],
  [{ min: 0, max: 0.4 }, '0 … 0.4'],
])('%j reads %s', (condition, text) => {
  expect(gateCondition(gateOn('auc', condition))).toBe(text);
});

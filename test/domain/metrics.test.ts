import { expect, test } from 'vitest';
import { readMetrics } from '../../src/domain/metrics.ts';

function metricsIn(text: string) {
  const read = readMetrics(text);
  return read.kind === 'metrics' ? read.metrics : read.why;
}

test('nested names are dotted, as DVC reads them', () => {
  const text = JSON.stringify({ auc: 0.91, test: { loss: { mean: -3 }, rows: 0 }, empty: {} });
  expect(metricsIn(text)).toEqual({ auc: 0.91, 'test.loss.mean': -3, 'test.rows': 0 });
});

test('what Python writes beside JSON is kept as the word that it was', () => {
  const text =
    '\ufeff{"a": NaN, "b": {"c": Infinity, "d": -Infinity}, "e": "NaN and \\"Infinity\\"", "NaN": 1}';
  expect(metricsIn(text)).toEqual({
    a: { notANumber: 'NaN' },
    'b.c': { notANumber: 'Infinity' },
    'b.d': { notANumber: '-Infinity' },
    e: { notANumber: 'NaN and "Infinity"' },
    NaN: 1,
  });
});

test.each([
  ['a text', '"0.9"', '0.9'],
  ['a list', '[0.9]', 'a list'],
  ['null', 'null', 'null'],
  ['true', 'true', 'true'],
  ['more than a number can hold', '1e999', 'Infinity'],
  ['a long text', JSON.stringify('x'.repeat(500)), 'x'.repeat(80)],
  ['half a character', '"\\ud83d"', '\ufffd'],
])('%s is no number, and is not taken for one', (_, json, notANumber) => {
  expect(metricsIn(`{"auc": ${json}}`)).toEqual({ auc: { notANumber } });
});

test.each([
  ['half a file, which could hold half a number', '{"auc": 0.91'],
  ['YAML', 'auc: 0.91'],
  ['nothing', ''],
  ['two objects', '{"auc": 1} {"auc": 0}'],
])('%s is not JSON', (_, text) => {
  expect(metricsIn(text)).toMatch(/^it is not JSON \(/);
});

test.each(['[0.9]', '0.9', 'null', '"auc"', 'NaN'])('%s holds no metrics', (text) => {
  expect(metricsIn(text)).toBe('it holds no JSON object');
});

test('what is nested deeper than eight levels is no metric', () => {
  const nested = (depth: number): string => (depth === 0 ? '1' : `{"a": ${nested(depth - 1)}}`);
  expect(metricsIn(nested(9))).toEqual({ 'a.a.a.a.a.a.a.a': { notANumber: 'an object' } });
  expect(metricsIn(nested(8))).toEqual({ 'a.a.a.a.a.a.a.a': 1 });
});

test('two thousand metrics are read, one more is refused', () => {
  const many = (count: number) =>
    JSON.stringify(Object.fromEntries(Array.from({ length: count }, (_, i) => [`m${i}`, i])));
  expect(Object.keys(metricsIn(many(2000)))).toHaveLength(2000);
  expect(metricsIn(many(2001))).toBe('it holds more than 2000 metrics');
});

test('a metric may have any name', () => {
  const metrics = metricsIn('{"__proto__": 1, "constructor": {"name": 2}}');
  expect(Object.entries(metrics)).toEqual([
    ['__proto__', 1],
    ['constructor.name', 2],
  ]);
});

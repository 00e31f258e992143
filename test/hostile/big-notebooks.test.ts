import { expect, test } from 'vitest';
import { fitsInMemory } from '../../src/adapters/docker/fits-in-memory.ts';
import { collectMetrics } from '../../src/domain/collect-metrics.ts';

/** A notebook with this in an output. */
function notebookWith(output: string): string {
  const cell = `{"cell_type":"code","source":"x","execution_count":1,"outputs":[{"output_type":"x","data":{"x":${output}}}]}`;
  return `{"nbformat":4,"nbformat_minor":5,"metadata":{},"cells":[${cell}]}`;
}

test('a big notebook is read, one whose brackets come to more than the memory is not', async () => {
  expect(await fitsInMemory(notebookWith(JSON.stringify('x'.repeat(40_000_000))))).toBe(true);
  expect(await fitsInMemory(notebookWith(`[${'[],'.repeat(16_000_000)}0]`))).toBe(false);
});

test('what is no notebook is left to whoever reads it', async () => {
  expect(await fitsInMemory('x'.repeat(5_000_000))).toBe(true);
});

test.each([
  ['10,000 deep', `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`],
  ['lists 10,000 deep', `{"a":${'['.repeat(10_000)}${']'.repeat(10_000)}}`],
  ['not closed', '{"a":'.repeat(10_000)],
])('metrics that are %s give no number', (_, text) => {
  const { metrics } = collectMetrics(text, undefined);
  expect(Object.values(metrics).filter((value) => typeof value === 'number')).toEqual([]);
});

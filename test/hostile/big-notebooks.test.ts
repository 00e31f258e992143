import { expect, test } from 'vitest';
import { readElsewhere, readNotebook } from '../../src/adapters/docker/read-notebook.ts';
import { collectMetrics } from '../../src/domain/collect-metrics.ts';

/** A notebook with this in an output. */
function notebookWith(output: string): string {
  const cell = `{"cell_type":"code","source":"x","execution_count":1,"outputs":[{"output_type":"x","data":{"x":${output}}}]}`;
  return `{"nbformat":4,"nbformat_minor":5,"metadata":{},"cells":[${cell}]}`;
}

async function* pieces(text: string) {
  yield Buffer.from(text);
}

test('a big notebook is read by a process of its own, unless it comes to more than the memory that this is given', async () => {
  const text = notebookWith(JSON.stringify('x'.repeat(40_000_000)));
  const big = await readElsewhere(pieces(text));
  expect(big?.left.reading?.notebook.cells).toMatchObject([{ source: 'x', outputs: [] }]);
  expect(big?.left.cut).toEqual({ outputs: 1, bytes: 40_000_035 });
  expect(big?.notebook).toContain('was cut here by Tailrace');
  const many = notebookWith(`[${'[],'.repeat(1_000_000)}0]`);
  expect(await readElsewhere(pieces(many), 20)).toBeUndefined();
});

test('brackets that would come to gigabytes are never parsed', async () => {
  const brackets = `[${'[],'.repeat(16_000_000)}0]`;
  const inOutput = await readElsewhere(pieces(notebookWith(brackets)));
  expect(inOutput?.left.reading?.notebook.cells).toMatchObject([{ source: 'x', outputs: [] }]);
  const around = `{"nbformat":4,"metadata":{"x":${brackets}},"cells":[]}`;
  expect((await readElsewhere(pieces(around)))?.left.reading).toBeUndefined();
});

test('what is no notebook is kept, and nothing is read of it', async () => {
  const text = 'x'.repeat(5_000_000);
  const read = await readNotebook(pieces(text), text.length);
  expect(read).toEqual({ notebook: text, left: { plots: [], cut: { outputs: 0, bytes: 0 } } });
});

test.each([
  ['10,000 deep', `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`],
  ['lists 10,000 deep', `{"a":${'['.repeat(10_000)}${']'.repeat(10_000)}}`],
  ['not closed', '{"a":'.repeat(10_000)],
])('metrics that are %s give no number', (_, text) => {
  const { metrics } = collectMetrics(text, undefined);
  expect(Object.values(metrics).filter((value) => typeof value === 'number')).toEqual([]);
});

import { expect, test } from 'vitest';
import { readElsewhere, readNotebook } from '../../src/adapters/docker/read-notebook.ts';
import { readExecutedNotebook } from '../../src/domain/notebook/executed.ts';
import { plotsOf } from '../../src/domain/notebook/plots.ts';
import { longLimits, shownOf } from '../../src/domain/notebook/shown.ts';
import { metricsShown } from '../../src/domain/notebook/shown-metrics.ts';
import { judgeExecution } from '../../src/domain/notebook/verdict.ts';
import { executionOf, type LeftCell, leftNotebook } from '../domain/notebook/executed-notebook.ts';

const png = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(3000, 7)]);
const shown = (data: object, metadata = {}): object => ({ output_type: 'display_data', data, metadata });
const printed = (...text: string[]): object => ({ output_type: 'stream', name: 'stdout', text });
const table = `<table><tr><th></th><th>a</th></tr>${'<tr><th>0</th><td>1</td></tr>'.repeat(300)}</table>`;

/** Something of all that is looked at, and more of it than is shown. */
const cells: readonly LeftCell[] = [
  { type: 'markdown', source: '# Ränking {"cells": [{"outputs": [1' },
  {
    outputs: [printed('ünlike "quotes" \\', '\\\\" [', ']}\n'), shown({ 'text/html': [table] })],
    duration: 3,
  },
  { outputs: [printed(...Array.from({ length: 9000 }, (_, line) => `line ${line}\n`)), printed('the end')] },
  { outputs: [shown({ 'image/png': png.toString('base64') }, { 'image/png': { alt: 'a curve' } })] },
  { outputs: Array(60).fill(shown({ 'image/png': [`${png.toString('base64')}\n`] })) },
  {
    outputs: [
      shown({ 'application/vnd.plotly.v1+json': { data: 'x'.repeat(200_000) }, 'text/html': '<div>' }),
    ],
  },
  { outputs: [shown({ 'application/vnd.tailrace.metrics+json': { auc: 0.9, odd: Number.NaN } })] },
  { outputs: [shown({ 'text/html': table.repeat(100) })], tags: ['metrics'] },
  { raised: 'ValueError', status: 'failed', tags: ['outputs', 'cells'] },
];
// Keys and values that look like the road to outputs.
const written = leftNotebook(cells, true).replace(
  '{',
  '{"outputs":[1,{"cells":[{"outputs":[2]}]}],"a":"cells",',
);

async function* inPieces(text: string, bytes: number) {
  const all = Buffer.from(text);
  for (let at = 0; at < all.length; at += bytes) yield all.subarray(at, at + bytes);
}

test.each([
  ['compact', written],
  ['as papermill writes it', JSON.stringify(JSON.parse(written), null, 1)],
])(
  'what is read is the same in this process, in one of its own, and of the whole notebook: %s',
  async (_, text) => {
    const whole = readExecutedNotebook(text);
    if (!whole) throw new Error('the notebook can not be read');
    const here = await readNotebook(inPieces(text, 1000), 1);
    const there = await readElsewhere(inPieces(text, 1001));
    expect(there).toEqual(here);

    const { reading, plots } = here?.left ?? {};
    const pictures = plotsOf(whole);
    expect(here?.notebook).toBe(text);
    expect(reading?.shown).toEqual(shownOf(whole, pictures));
    expect(reading?.long).toEqual(shownOf(whole, pictures, longLimits));
    expect(reading?.metrics).toEqual(metricsShown(whole));
    expect(plots).toEqual(
      pictures.map(({ name, picture }) => ({ name, base64: picture.toString('base64') })),
    );
    const judged = (executed = reading?.notebook) => judgeExecution({ ...executionOf(undefined), executed });
    expect(judged()).toEqual(judged(whole));
    expect(judged().failure).toMatchObject({ kind: 'cell-raised', cell: 9 });
  },
);

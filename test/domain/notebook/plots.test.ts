import { expect, test } from 'vitest';
import { livePlotsOf, plotsOf } from '../../../src/domain/notebook/plots.ts';
import { samePlots } from '../../../src/domain/notebook/same-plots.ts';
import { banner, leftCells, ran } from './executed-notebook.ts';

const png = Buffer.from('89504e470d0a1a0a00', 'hex');

function shown(picture: unknown, metadata: object = {}): object {
  return { output_type: 'display_data', data: { 'image/png': picture, 'text/plain': 'a figure' }, metadata };
}

function namesIn(...pictures: unknown[]): string[] {
  const outputs = pictures.map((picture) => shown(picture));
  return plotsOf(leftCells([ran, { outputs }])).map(({ name }) => name);
}

test('pictures are named after the cell as its author counts, and keep their bytes', () => {
  const base64 = png.toString('base64');
  const outputs = [{ output_type: 'stream', text: 'no picture' }, shown(base64), shown([`${base64}\n`])];
  const plots = plotsOf(leftCells([banner, ran, { outputs }]));
  expect(plots).toEqual([
    { name: 'cell-2-1.png', cell: 2, picture: png },
    { name: 'cell-2-2.png', cell: 2, picture: png },
  ]);
});

test('what only says that it is a picture is left out, and so is what is too large', () => {
  const large = Buffer.concat([png, Buffer.alloc(5_000_000)]).toString('base64');
  expect(namesIn('<script>', Buffer.from('GIF89a').toString('base64'), 7, null, large)).toEqual([]);
});

test('a JPEG is a picture, too', () => {
  const jpeg = Buffer.from('ffd8ffe000', 'hex').toString('base64');
  const outputs = [{ output_type: 'display_data', data: { 'image/jpeg': jpeg } }];
  expect(plotsOf(leftCells([{ outputs }]))).toMatchObject([{ name: 'cell-1-1.jpg' }]);
});

test('there are at most forty', () => {
  expect(namesIn(...Array(60).fill(png.toString('base64')))).toHaveLength(40);
});

test('a plot is told by the heading above it and in the words of the notebook', () => {
  const base64 = png.toString('base64');
  const cells = [
    { type: 'markdown', source: '# Test\n\n## Ranking ##\nHow well it ranks.' },
    { outputs: [shown(base64, { 'image/png': { alt: 'a curve\u0000\nabove the diagonal' } })] },
    { type: 'markdown', source: 'No heading: #1' },
    { outputs: [shown(base64)] },
  ] as const;
  expect(plotsOf(leftCells(cells))).toMatchObject([
    { cell: 2, title: 'Ranking', alt: 'a curve above the diagonal' },
    { cell: 4, title: 'Ranking', alt: undefined },
  ]);
});

test.each([
  ['Plotly', { 'application/vnd.plotly.v1+json': {}, 'text/html': '<div>' }],
  ['Vega', { 'application/vnd.vegalite.v5+json': {} }],
  ['Bokeh', { 'application/vnd.bokehjs_exec.v0+json': '', 'application/javascript': '' }],
  ['SVG', { 'image/svg+xml': '<svg onload="alert(1)"/>' }],
])('a plot of %s without a picture in pixels is told by name', (kind, data) => {
  const output = (more: object) => ({
    outputs: [{ output_type: 'display_data', data: { ...data, ...more } }],
  });
  expect(livePlotsOf(leftCells([ran, output({})]))).toEqual([{ kind, cell: 2 }]);
  const withPicture = leftCells([ran, output({ 'image/png': png.toString('base64') })]);
  expect(livePlotsOf(withPicture)).toEqual([]);
  expect(plotsOf(withPicture)).toHaveLength(1);
});

test('the same plot of two runs stands at the same place under the same heading, whatever cells came before it', () => {
  const plot = (cell: number, title?: string) => ({ name: `cell-${cell}-1.png`, cell, title });
  const now = [plot(2), plot(5, 'Ranking'), plot(6, 'Ranking'), plot(8, 'Costs')];
  const before = [plot(2), plot(3, 'Ranking'), plot(4, 'Ranking'), plot(7, 'Spend')];
  const same = samePlots(now, before);
  expect([...same].map(([name, { cell }]) => [name, cell])).toEqual([
    ['cell-2-1.png', 2],
    ['cell-5-1.png', 3],
    ['cell-6-1.png', 4],
  ]);
});

import { expect, test } from 'vitest';
import { plotsOf } from '../../../src/domain/notebook/plots.ts';
import { banner, leftNotebook, ran } from './executed-notebook.ts';

const png = Buffer.from('89504e470d0a1a0a00', 'hex');

function shown(picture: unknown): object {
  return { output_type: 'display_data', data: { 'image/png': picture, 'text/plain': 'a figure' } };
}

function namesIn(...pictures: unknown[]): string[] {
  return plotsOf(leftNotebook([ran, { outputs: pictures.map(shown) }])).map(({ name }) => name);
}

test('pictures are named after the cell as its author counts, and keep their bytes', () => {
  const base64 = png.toString('base64');
  const outputs = [{ output_type: 'stream', text: 'no picture' }, shown(base64), shown([`${base64}\n`])];
  const plots = plotsOf(leftNotebook([banner, ran, { outputs }]));
  expect(plots).toEqual([
    { name: 'cell-2-1.png', png },
    { name: 'cell-2-2.png', png },
  ]);
});

test('what only says that it is a picture is left out, and so is what is too large', () => {
  const large = Buffer.concat([png, Buffer.alloc(5_000_000)]).toString('base64');
  expect(namesIn('<script>', Buffer.from('GIF89a').toString('base64'), 7, null, large)).toEqual([]);
});

test('there are at most forty', () => {
  expect(namesIn(...Array(60).fill(png.toString('base64')))).toHaveLength(40);
});

test('a notebook that can not be read has no pictures', () => {
  expect(plotsOf('{')).toEqual([]);
});

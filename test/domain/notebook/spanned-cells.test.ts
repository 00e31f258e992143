import { expect, test } from 'vitest';
import { readHtmlTable } from '../../../src/domain/notebook/html-table.ts';

const cellsOf = (rows: string) =>
  readHtmlTable(`<table>${rows}</table>`)?.rows.map(({ heads, values }) =>
    [...heads, '|', ...values].join(' '),
  );

test('heads that reach over rows and columns are repeated, values are not', () => {
  const rows = '<tr><th rowspan="2">north</th><th>1</th><td>7</td></tr><tr><th>2</th><td>8</td></tr>';
  expect(cellsOf(rows)).toEqual(['north 1 | 7', 'north 2 | 8']);
  expect(cellsOf('<tr><th>a</th><td colspan="2">all</td></tr>')).toEqual(['a | all ']);
  expect(cellsOf('<tr><td rowspan="2">7</td><td>1</td></tr><tr><td>2</td></tr>')).toEqual(['| 7 1', '|  2']);
  const block = '<tr><th colspan="2" rowspan="2">a</th><td>1</td></tr><tr><td>2</td></tr><tr><th>b</th></tr>';
  expect(cellsOf(block)).toEqual(['a a | 1', 'a a | 2', 'b |']);
});

test('spans can not make a huge table of few letters', () => {
  const wide = readHtmlTable(`<table>${'<tr><td colspan="60000">1</td></tr>'.repeat(20)}</table>`);
  expect(wide?.rows.every(({ values }) => values.length <= 60)).toBe(true);
  const head = `<tr>${'<th rowspan="60000">a</th>'.repeat(3000)}</tr>`;
  const deep = readHtmlTable(`<table>${head}${'<tr><td>1</td></tr>'.repeat(20_000)}</table>`);
  const cells = deep?.rows.reduce((sum, { heads, values }) => sum + heads.length + values.length, 0) ?? 0;
  expect(cells).toBeLessThan(300_000);
  expect(readHtmlTable('<table><tr><td colspan="-3" rowspan="x">1</td></tr></table>')?.rows).toHaveLength(1);
});

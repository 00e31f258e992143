import { expect, test } from 'vitest';
import { shownOf } from '../../../src/domain/notebook/shown.ts';
import { banner, type LeftCell, leftCells, ran } from './executed-notebook.ts';

const shownIn = (...cells: LeftCell[]) => shownOf(leftCells(cells), []);
const html = (...texts: string[]): LeftCell => ({
  outputs: texts.map((text) => ({
    output_type: 'execute_result',
    data: { 'text/html': text.split(/(?<=\n)/) },
  })),
});
const stream = (text: string, name = 'stdout') => ({ output_type: 'stream', name, text });

/** As pandas writes one: with a style of its own before the table. */
function dataFrame(columns: readonly string[], rows: readonly (readonly string[])[], below = ''): string {
  const head = ['', ...columns].map((name) => `<th>${name}</th>`).join('');
  const body = rows.map(
    ([index, ...values]) =>
      `<tr><th>${index}</th>${values.map((value) => `<td>${value}</td>`).join('')}</tr>\n`,
  );
  const style = '<style scoped>\n.dataframe tbody tr th { vertical-align: top; }\n</style>';
  return `<div>${style}<table border="1" class="dataframe"><thead><tr>${head}</tr></thead><tbody>${body.join('')}</tbody></table>${below}</div>`;
}

test('a data frame is read with its index, under the heading above it', () => {
  const heading = { type: 'markdown', source: '## By contract' } as const;
  const frame = dataFrame(
    ['customers', 'left'],
    [
      ['monthly', '120', '0.31'],
      ['yearly &lt;2&gt;', '80', 'NaN'],
    ],
  );
  expect(shownIn(banner, heading, html(frame)).tables).toEqual([
    {
      cell: 2,
      title: 'By contract',
      header: ['', 'customers', 'left'],
      rows: [
        ['monthly', '120', '0.31'],
        ['yearly <2>', '80', 'NaN'],
      ],
      size: { rows: 2, columns: 3 },
    },
  ]);
});

test('a large table is cut to what a comment has room for, and its own word on its size is believed', () => {
  const names = Array.from({ length: 30 }, (_, index) => `c${index}`);
  const rows = Array.from({ length: 60 }, (_, index) => [`${index}`, ...names]);
  const { tables } = shownIn(html(dataFrame(names, rows, '<p>5000 rows × 30 columns</p>')));
  expect(tables[0]).toMatchObject({ size: { rows: 5000, columns: 31 } });
  expect(tables[0]?.rows).toHaveLength(20);
  expect(tables[0]?.rows.every((row) => row.length === 12)).toBe(true);
});

test('five tables are read, the others counted; what is no table is none', () => {
  const frame = dataFrame(['a'], [['0', '1']]);
  const shown = shownIn(html('<p>no table</p>'), html(...Array(8).fill(frame)));
  expect([shown.tables.length, shown.moreTables]).toEqual([5, 3]);
});

test('what was printed is shown as a terminal would: bars collapsed, without colours, each cell headed', () => {
  const bar = [1, 2, 3].map((step) => `\r${step}/3 ${'#'.repeat(step)}`).join('');
  const first = { outputs: [stream('\u001b[31mred\u001b[0m\n'), stream(`${bar}\n`, 'stderr')] };
  expect(shownIn(first, ran, { outputs: [stream('done\u0000')] }).printed).toEqual({
    first: ['── cell 1 ──', 'red', '3/3 ###', '── cell 3 ──', 'done'],
    left: 0,
    last: [],
  });
});

test('of much output the first twenty and the last forty lines are kept', () => {
  const lines = Array.from({ length: 500 }, (_, index) => `line ${index}`).join('\n');
  const { first, left, last } = shownIn({ outputs: [stream(lines)] }).printed;
  expect([first.length, left, last.length]).toEqual([20, 441, 40]);
  expect([first.at(-1), last[0], last.at(-1)]).toEqual(['line 18', 'line 460', 'line 499']);
});

test('ten megabytes in a line are one short line', () => {
  const { first } = shownIn({ outputs: [stream('x'.repeat(10_000_000))] }).printed;
  expect(first[1]).toBe(`${'x'.repeat(200)}…`);
});

test('the slowest cells are told, those of less than a second are not', () => {
  const took = (duration: number): LeftCell => ({ duration });
  expect(shownIn(took(0.9), took(2), took(61.5)).slowest).toEqual([
    { cell: 3, title: undefined, seconds: 61.5 },
    { cell: 2, title: undefined, seconds: 2 },
  ]);
});

import { expect, test } from 'vitest';
import { readExecutedNotebook } from '../../src/domain/notebook/executed.ts';
import { plotsOf } from '../../src/domain/notebook/plots.ts';
import { shownOf } from '../../src/domain/notebook/shown.ts';
import { tablesText } from '../../src/domain/texts/shown-tables.ts';
import { readRecording } from './recording.ts';

const notebook = readExecutedNotebook(readRecording('a notebook that shows much').notebook ?? '');
if (!notebook) throw new Error('The recorded notebook can not be read.');
const shown = shownOf(notebook, plotsOf(notebook));
const printed = [...shown.printed.first, ...shown.printed.last].join('\n');

test('interactive plots are seen by their picture where they have one, else they are named', () => {
  const pictures = shown.plots.map(({ cell }) => notebook.cells[cell - 1]?.source);
  expect(pictures).toEqual([
    expect.stringContaining('Image('),
    expect.stringContaining('alt.renderers.enable("png")'),
  ]);
  expect(shown.plots[0]?.width).toBe(1);
  expect(shown.live.map(({ kind }) => kind)).toEqual(['Plotly', 'Vega', 'Bokeh', 'SVG']);
});

test('tables of pandas, its styles and polars keep their heads, and types are aligned', () => {
  const text = tablesText(shown);
  expect(shown.tables.map(({ header }) => header.join(', '))).toEqual([
    ', month, churn, region',
    ', customers, share, when, paid, note',
    'region, month, churn · mean, churn · max',
    ', month, churn, region',
    'region, customers, left',
  ]);
  expect(text).toContain('| -: | -: | -: | :- | :- | :- |\n| 0 | 0 | 0\\.5 | 2026\\-01\\-01 | True | None |');
  expect(text).toContain('| north | 1 | 0\\.21 | 0\\.21 |\n| north | 3 | 0\\.22 | 0\\.22 |\n| south |');
  expect(text).toContain('| :- | -: | -: |\n| "north" | 1544 | 0\\.427 |\n| "south" | 683 | \\-0\\.028 |');
  expect(text).toContain('*Shown: 11 of 1,000 rows.*');
});

test('of what is printed a reader sees what a terminal showed at last, and its two ends', () => {
  expect(printed.match(/Scoring/g)).toHaveLength(1);
  expect(printed).toMatch(/^Scoring: 100%\|█+\| 30\/30/m);
  expect(printed).toContain('\ngreen and bold, orange\n');
  expect(printed).not.toContain('\u001b');
  expect(printed).toMatch(/UserWarning: The column note is empty\./);
  expect(shown.printed.left).toBeGreaterThan(400);
});

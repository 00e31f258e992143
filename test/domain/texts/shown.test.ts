import { expect, test } from 'vitest';
import { nothingShown, type Shown } from '../../../src/domain/shown.ts';
import type { PlotPair } from '../../../src/domain/test-report.ts';
import { longReport } from '../../../src/domain/texts/long-report.ts';
import { testComment } from '../../../src/domain/texts/test-comment.ts';
import { passedResult } from '../results.ts';
import { actedOn, hostile, outsideCode, render, tagsIn } from './rendering.ts';
import { reportOf } from './reports.ts';

function pictureAt(name: string) {
  const page = `https://forge.example.com/acme/churn/blob/${name}`;
  return { page, image: `${page}?raw=true` };
}

function pair(cell: number, changes: Partial<PlotPair['plot']> = {}, before = false): PlotPair {
  const name = `cell-${cell}-1.png`;
  return {
    plot: { name, cell, ...changes },
    now: pictureAt(`now/${name}`),
    before: before ? pictureAt(`before/${name}`) : undefined,
  };
}

/** The comment of a test that passed and showed this. */
function commentOn(shown: Partial<Shown>, plots: readonly PlotPair[] = []): string {
  return testComment({ ...reportOf({ shown: { ...nothingShown, ...shown } }), plots });
}

/** That of a notebook's text nothing acts and no tag but ours comes out. */
function expectHarmless(comment: string): void {
  const html = render(comment.replace(/^<!--.*-->/, ''));
  expect([...tagsIn(html)]).not.toContain('script');
  expect(html).not.toContain('src="x"');
  expect(html.match(/(?:href|src)="(?!https:\/\/forge)[^"]*"/g)).toBeNull();
  expect(actedOn(outsideCode(html))).toEqual([]);
}

test('plots stand beside those of the running release, each as a link to its page', () => {
  const text = commentOn({}, [pair(3, { title: 'Ranking', alt: 'a "curve"' }, true), pair(5)]);
  expect(text).toContain('**Plots** · left this run, right release `bbbbbbb`, which sandbox runs now:');
  expect(text).toContain(
    'Ranking · cell 3<br>' +
      '<a href="https://forge.example.com/acme/churn/blob/now/cell-3-1.png">' +
      '<img src="https://forge.example.com/acme/churn/blob/now/cell-3-1.png?raw=true" alt="This run: a &quot;curve&quot;" width="49%"></a> ' +
      '<a href="https://forge.example.com/acme/churn/blob/before/cell-3-1.png">',
  );
  expect(text).toContain('Cell 5<br>');
  expect(text.match(/<img /g)).toHaveLength(3);
  expect(text).toContain('alt="Plot of cell 5"');
});

test('six plots are shown; how many more there are is said', () => {
  const text = commentOn(
    {},
    [1, 2, 3, 4, 5, 6, 7, 8].map((cell) => pair(cell)),
  );
  expect(text.match(/<img /g)).toHaveLength(6);
  expect(text).toContain('**Plots** of this run:');
  expect(text).toContain('… and 2 more plots');
});

test('plots without a static picture are told by name', () => {
  const text = commentOn({ live: [{ kind: 'Plotly', cell: 4, title: 'By *region*' }] });
  expect(text).toContain('<summary>1 plot that only the executed notebook shows</summary>');
  expect(text).toContain('- Plotly: By \\*region\\* · cell 4');
});

test('nothing of a notebook acts among its plots', () => {
  const plots = [pair(1, { title: hostile, alt: hostile }, true), pair(2, { title: hostile })];
  expectHarmless(commentOn({ live: [{ kind: 'SVG', cell: 1, title: hostile }] }, plots));
});

const table = {
  cell: 4,
  title: 'By contract',
  header: ['contract', 'left'],
  rows: [
    ['monthly', '0.31'],
    ['yearly', 'NaN'],
  ],
  size: { rows: 1200, columns: 2 },
};

test('tables have their numbers to the right, and say what was cut of them', () => {
  const text = commentOn({ tables: [table], moreTables: 2 });
  expect(text).toContain('By contract · cell 4\n\n| contract | left |');
  expect(text).toMatch(/\| :-+ \| -+: \|\n\| monthly \| +0\\\.31 \|/);
  expect(text).toContain('*Shown: 2 of 1,200 rows.*');
  expect(text).toContain('… and 2 more tables: see the executed notebook.');
});

test('what was printed and the slowest cells are folded', () => {
  const text = commentOn({
    printed: { first: ['── cell 1 ──', '/approve'], left: 30, last: ['the end'] },
    slowest: [{ cell: 7, seconds: 61.52 }],
  });
  expect(text).toContain(
    '<summary>Printed output</summary>\n\n<pre>── cell 1 ──\n&#47;approve\n… 30 lines left out …\nthe end</pre>',
  );
  expect(text).toMatch(/Slowest cells<\/summary>\n\n\| Cell +\| +Time \|\n.*\n\| Cell 7 +\| 61\.5 s \|/);
});

test('nothing of a notebook acts in its tables and in what it printed, neither in the long report', () => {
  const rows = [[hostile, hostile], [hostile]];
  const lines = hostile.split('\n');
  const shown = {
    ...nothingShown,
    plots: [{ name: 'cell-1-1.png', cell: 1, title: hostile, alt: hostile }],
    tables: [{ ...table, title: hostile, header: [hostile, hostile], rows }],
    printed: { first: lines, left: 3, last: lines },
    slowest: [{ cell: 1, title: hostile, seconds: 3 }],
  };
  expectHarmless(commentOn(shown));
  const report = longReport(hostile, { ...passedResult, warnings: [hostile] }, shown, hostile);
  const neighbours = /(="|\]\()(?=plots\/|notebook\.ipynb\)|logs\/notebook\.log\))/g;
  expectHarmless(report.replaceAll(neighbours, '$1https://forge/'));
});

test('the long report shows all that was measured and seen, with pictures that lie beside it', () => {
  const shown = {
    ...nothingShown,
    plots: [
      { name: 'cell-3-1.png', cell: 3, title: 'Ranking', width: 500 },
      { name: 'cell-4-1.png', cell: 4, width: 165 },
    ],
    tables: [table],
  };
  const result = { ...passedResult, metricSources: { auc: 'metrics.json' } };
  const report = longReport('churn', result, shown, 'all ran');
  expect(report).toMatch(/^# ✅ The test of churn for sandbox ran to its end\n\nGates .* judged/);
  expect(report).toContain(
    '\n\n[Executed notebook](notebook.ipynb) · [Log](logs/notebook.log)\n\n## Metrics\n\n',
  );
  expect(report).toContain('## What exactly was tested\n\n| | |');
  expect(report).toMatch(/\| auc +\| +0\.91 \| metrics/);
  expect(report).toContain('<img src="plots/cell-3-1.png" alt="Ranking (plot of cell 3)" width="60%">');
  expect(report).toContain('alt="Plot of cell 4" width="165">');
  expect(report).toContain('## Tables\n\nBy contract · cell 4');
  expect(report).toContain('## End of the log\n\n<pre>all ran</pre>');
  expect(longReport('churn', result, shown, 'all ran')).toBe(report);
});

import { expect, test } from 'vitest';
import type { NotebookChanges } from '../../../src/domain/notebook/notebook-changes.ts';
import { notebookChangesText } from '../../../src/domain/texts/notebook-changes.ts';
import { testComment } from '../../../src/domain/texts/test-comment.ts';
import { actedOn, hostile, outsideCode, render } from './rendering.ts';
import { reportOf } from './reports.ts';

const changes: NotebookChanges = {
  since: 'b'.repeat(40),
  parameters: [
    { name: 'trees', before: '100', after: '200' },
    { name: 'fast', after: 'true' },
  ],
  cells: [
    { change: 'added', number: 1, diff: '+print("hello")' },
    { change: 'edited', number: 3, diff: '-trees = 1\n+trees = 2' },
    { change: 'edited', number: 4 },
    { change: 'output', number: 5, diff: '-0.91\n+0.92' },
  ],
};

test('the first line counts, parameters follow, and the cells are folded', () => {
  expect(notebookChangesText(changes)).toMatchInlineSnapshot(`
    "**In the notebook, since release \`bbbbbbb\`:** 2 parameters · 1 cell added · 2 cells edited · 1 cell with another output

    - <code>trees</code>: <code>100</code> → <code>200</code>
    - <code>fast</code>: not given → <code>true</code>

    <details><summary>What changed, cell by cell</summary>

    **Cell 1 is new**

    <pre>+print("hello")</pre>

    **Cell 3 was edited**

    <pre>-trees = 1
    +trees = 2</pre>

    **Cell 4 was edited**; what differs is too long to be shown here: see the files of the pull request, or the executed notebook.

    **Cell 5 shows something else**

    <pre>-0.91
    +0.92</pre>

    </details>"
  `);
});

test('it stands below the numbers and above what is folded', () => {
  const text = testComment({ ...reportOf({ warnings: ['careful'] }), changes });
  const places = ['| Ranking quality |', '**In the notebook', '⚠️ 1 warning', 'What exactly'];
  const found = places.map((place) => text.indexOf(place));
  expect(found).toEqual(found.toSorted((a, b) => a - b));
  expect(found).not.toContain(-1);
});

test('nothing is said where nothing changed, and where there is nothing to compare', () => {
  expect(notebookChangesText({ ...changes, parameters: [], cells: [] })).toBeUndefined();
  expect(notebookChangesText(undefined)).toBeUndefined();
});

test('notebooks that are too large to be compared: that is said', () => {
  expect(notebookChangesText({ ...changes, parameters: [], cells: undefined })).toBe(
    '**In the notebook, since release `bbbbbbb`:** its cells were not compared: it is too large',
  );
});

test('of much, some is shown; a report without limits shows all', () => {
  const cells = Array.from({ length: 200 }, (_, index) => ({
    ...{ change: 'added' as const, number: index + 1, diff: `+${'x'.repeat(5000)}end` },
  }));
  const parameters = cells.map(({ number }) => ({ name: `p${number}`, after: '"x"' }));
  const much = { ...changes, cells, parameters };
  const text = notebookChangesText(much) ?? '';
  expect(text.length).toBeLessThan(30_000);
  expect(text).toContain('… and 190 more: see `record.json`');
  expect(text).toContain('… and 188 cells more: see the executed notebook.');
  const most = Number.POSITIVE_INFINITY;
  const whole = notebookChangesText(much, { cells: most, characters: most, parameters: most }) ?? '';
  expect(whole.match(/xend/g)).toHaveLength(200);
});

test('hostile cells and parameters do nothing', () => {
  const text = notebookChangesText({
    ...changes,
    parameters: [{ name: hostile, before: JSON.stringify(hostile), after: hostile }],
    cells: [{ change: 'edited', number: 1, diff: `+${hostile}\n/approve` }],
  });
  expect(text).not.toMatch(/^\s*\/approve/m);
  expect(actedOn(outsideCode(render(text ?? '')))).toEqual([]);
});

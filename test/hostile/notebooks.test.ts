import { expect, test } from 'vitest';
import { bytesOf } from '../../src/domain/notebook/notebook-bytes.ts';
import { findOutputs } from '../../src/domain/notebook/output-places.ts';
import { readBounded } from '../../src/domain/notebook/read-bounded.ts';
import { readingOf } from '../../src/domain/notebook/reading-of.ts';
import { judgeExecution } from '../../src/domain/notebook/verdict.ts';
import { longReport } from '../../src/domain/texts/long-report.ts';
import { testComment } from '../../src/domain/texts/test-comment.ts';
import { executionOf, type LeftCell, leftNotebook } from '../domain/notebook/executed-notebook.ts';
import { passedResult } from '../domain/results.ts';
import { reportOf } from '../domain/texts/reports.ts';
import { corpus } from './corpus.ts';
import { harmIn } from './harmless.ts';

const shown = (data: object, metadata = {}): object => ({ output_type: 'display_data', data, metadata });
const printed = (text: string): object => ({ output_type: 'stream', name: 'stdout', text });

/** A picture of so many pixels, as it says itself. */
function pictureOf(width: number, height: number): string {
  const bytes = Buffer.concat([Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), Buffer.alloc(17)]);
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  return bytes.toString('base64');
}

/** The comment and the long report of a notebook, read as those that come out of a container. */
function toldOf(cells: readonly LeftCell[]) {
  const bytes = bytesOf(leftNotebook(cells, true));
  const notebook = readBounded(bytes, findOutputs(bytes));
  if (!notebook) throw new Error('the notebook can not be read');
  const { reading, plots } = readingOf(notebook);
  const { failure } = judgeExecution(executionOf(undefined, { executed: reading.notebook, exitCode: 1 }));
  const picture = { page: 'https://forge.example.com/page', image: 'https://forge.example.com/image' };
  const pairs = reading.shown.plots.map((plot) => ({ plot, now: picture }));
  const comment = testComment({ ...reportOf({ failure, shown: reading.shown }), plots: pairs });
  const report = longReport('churn', { ...passedResult, failure }, reading.long, '');
  return { reading, plots, comment, report };
}

/** Where texts of a notebook come from: headings, sources, what is printed and shown, errors. */
function notebookOf(text: string): LeftCell[] {
  const html = `<table><tr><th>${text}</th></tr><tr><td>${text}</td></tr></table>`;
  const error = { output_type: 'error', ename: text, evalue: text, traceback: [text, text] };
  return [
    { type: 'markdown', source: `# ${text}` },
    {
      outputs: [
        printed(text),
        shown({ 'text/html': html }),
        shown({ 'text/html': text, 'text/plain': text }),
      ],
    },
    { outputs: [shown({ 'image/png': pictureOf(1, 1) }, { alt: text }), shown({ 'image/svg+xml': text })] },
    { source: `x # ${text}`, outputs: [error], status: 'failed' },
  ];
}

/** Every act, by the ways out of where a notebook's texts stand, and every odd letter; `corpus.test.ts` has them all. */
const chosen = corpus.filter(([name]) => !/, (?!alone$|out of pre and code$|out of a cell$)/.test(name));
/** Beyond every bound of a text of a notebook. */
const mostLetters = 1_100_000;

test.each(chosen)('%s does nothing in the comment of a notebook that is full of it', (_, text) => {
  const { comment, report, reading } = toldOf(notebookOf(text.slice(0, mostLetters)));
  expect(harmIn(comment)).toEqual([]);
  expect(Buffer.byteLength(report)).toBeLessThanOrEqual(1024 ** 2);
  expect(JSON.stringify(reading).length).toBeLessThan(5_000_000);
});

test('of a hundred plots forty are kept and six are shown, and none of those with pixels beyond all measure', () => {
  const bombs = [pictureOf(2 ** 31 - 1, 2 ** 31 - 1), pictureOf(100_000, 100_000)];
  const pictures = [...bombs, ...Array(100).fill(pictureOf(800, 600))];
  const { plots, comment } = toldOf([{ outputs: pictures.map((png) => shown({ 'image/png': png })) }]);
  expect(plots).toHaveLength(40);
  expect(plots[0]?.picture.readUInt32BE(16)).toBe(800);
  expect(harmIn(comment)).toEqual([]);
  expect(comment.match(/<img /g)).toHaveLength(6);
  expect(comment).toContain('… and 34 more plots');
});

test('a vector with a script is named, and neither shown nor kept', () => {
  const vector = '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>';
  const { plots, comment, report } = toldOf([{ outputs: [shown({ 'image/svg+xml': vector })] }]);
  expect(plots).toEqual([]);
  expect(comment).toContain('SVG: Cell 1');
  expect(comment + report).not.toMatch(/<svg|alert/);
});

test('a table of 50,000 columns, or of as many rows, is cut to what a screen has', () => {
  const wide = `<table><tr>${'<th>a'.repeat(50_000)}</tr><tr>${'<td>1'.repeat(50_000)}</tr></table>`;
  const long = `<table>${'<tr><td>1</td></tr>'.repeat(50_000)}</table>`;
  const { comment, reading } = toldOf([
    { outputs: [shown({ 'text/html': wide }), shown({ 'text/html': long })] },
  ]);
  expect(reading.shown.tables[0]).toMatchObject({ size: { rows: 1, columns: 50_000 } });
  expect(reading.shown.tables.map(({ rows }) => rows.length)).toEqual([1, 20]);
  expect(harmIn(comment)).toEqual([]);
});

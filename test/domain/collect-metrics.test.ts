import { expect, test } from 'vitest';
import { collectMetrics } from '../../src/domain/collect-metrics.ts';
import { type ExecutedNotebook, readExecutedNotebook } from '../../src/domain/notebook/executed.ts';
import { metricsShown } from '../../src/domain/notebook/shown-metrics.ts';
import { banner, type LeftCell, leftNotebook, ran } from './notebook/executed-notebook.ts';

const ours = 'application/vnd.tailrace.metrics+json';
const scrapbook = 'application/scrapbook.scrap.json+json';
const record = 'application/papermill.record+json';

function showing(data: object, tags: readonly string[] = []): LeftCell {
  return { outputs: [{ output_type: 'display_data', data }], tags };
}

function glued(name: string, data: unknown): LeftCell {
  return showing({ [scrapbook]: { name, data, encoder: 'json', version: 1 } });
}

function shownIn(notebook: ExecutedNotebook | undefined) {
  return notebook && metricsShown(notebook);
}

function collected(file: string | undefined, cells: readonly LeftCell[]) {
  return collectMetrics(file, shownIn(readExecutedNotebook(leftNotebook([banner, ...cells]))));
}

test('each source alone, nested names dotted', () => {
  const { metrics, sources, warnings } = collected('{"a": {"b": 1}}', [
    ran,
    showing({ [ours]: { auc: 0.9, test: { rows: 10 } } }),
    glued('f1', 0.8),
    glued('recall', { mean: 0.7 }),
    showing({ [record]: { loss: 3 } }),
    showing({ 'application/json': { lift: 2 } }, ['metrics']),
    showing({ 'text/html': ['<table><tr><th>gini</th></tr>', '<tr><td>0.4</td></tr></table>'] }, ['metrics']),
  ]);
  expect(metrics).toEqual({
    'a.b': 1,
    auc: 0.9,
    'test.rows': 10,
    f1: 0.8,
    'recall.mean': 0.7,
    loss: 3,
    lift: 2,
    gini: 0.4,
  });
  expect(sources).toEqual({
    'a.b': 'metrics.json',
    auc: 'cell 2',
    'test.rows': 'cell 2',
    f1: 'cell 3',
    'recall.mean': 'cell 4',
    loss: 'cell 5',
    lift: 'cell 6',
    gini: 'cell 7',
  });
  expect(warnings).toEqual([]);
});

test('of a name the first hit counts: the file, then outputs of their own type, then tagged cells', () => {
  const tagged = showing({ 'application/json': { auc: 3, f1: 3, loss: 3 } }, ['metrics']);
  const { metrics } = collected('{"auc": 1}', [tagged, glued('f1', 2), glued('f1', 4), glued('auc', 2)]);
  expect(metrics).toEqual({ auc: 1, f1: 2, loss: 3 });
});

test('what is no number is told, and not looked for elsewhere', () => {
  const { metrics } = collected('{"auc": NaN}', [glued('auc', 0.9), glued('f1', 'nan'), glued('list', [1])]);
  expect(metrics).toEqual({
    auc: { notANumber: 'NaN' },
    f1: { notANumber: 'nan' },
    list: { notANumber: 'a list' },
  });
});

test('a notebook that holds NaN, as Python writes it, is read all the same', () => {
  const text = leftNotebook([showing({ [ours]: { auc: 0.9, f1: 'HERE' } })]).replace('"HERE"', 'NaN');
  expect(collectMetrics(undefined, shownIn(readExecutedNotebook(text))).metrics).toEqual({
    auc: 0.9,
    f1: { notANumber: 'NaN' },
  });
});

test('printed text is no source, and a tagged cell that shows nothing else is told', () => {
  const printed = { output_type: 'stream', name: 'stdout', text: '{"auc": 0.9}' };
  const repr = { output_type: 'execute_result', data: { 'text/plain': "{'auc': 0.9}" } };
  const { metrics, warnings } = collected(undefined, [
    { outputs: [printed] },
    { outputs: [printed, repr], tags: ['metrics'] },
    showing({ 'application/json': [1] }, ['metrics']),
  ]);
  expect(metrics).toEqual({});
  expect(warnings).toEqual([
    expect.stringMatching(/^Cell 2 is tagged "metrics", but shows neither/),
    expect.stringMatching(/^Cell 3 is tagged/),
  ]);
});

test.each([
  ['a file that can not be read', '{"auc": 0.9', { f1: 1 }],
  ['no notebook', '{"auc": 0.9}', undefined],
])('%s', (_, file, shown) => {
  const notebook = shown && readExecutedNotebook(leftNotebook([showing({ [ours]: shown })]));
  const { metrics, warnings } = collectMetrics(file, shownIn(notebook || undefined));
  expect(metrics).toEqual(shown ?? { auc: 0.9 });
  expect(warnings).toEqual(
    shown ? [expect.stringMatching(/^metrics\.json can't be read: it is not JSON/)] : [],
  );
});

test('names that every object has, and two thousand at most', () => {
  const many = Object.fromEntries(Array.from({ length: 1500 }, (_, index) => [`m${index}`, index]));
  const others = Object.fromEntries(Array.from({ length: 1500 }, (_, index) => [`n${index}`, index]));
  const { metrics } = collected('{"__proto__": 1}', [showing({ [ours]: many }), showing({ [ours]: others })]);
  expect(Object.keys(metrics)).toHaveLength(2000);
  expect(Object.hasOwn(metrics, '__proto__')).toBe(true);
});

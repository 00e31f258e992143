import { describe, expect, test } from 'vitest';
import { type ExecutedNotebook, readExecutedNotebook } from '../../../src/domain/notebook/executed.ts';
import { notebookChanges } from '../../../src/domain/notebook/notebook-changes.ts';

interface Written {
  readonly source: string;
  readonly id?: string;
  readonly type?: 'code' | 'markdown';
  readonly outputs?: readonly object[];
  readonly tags?: readonly string[];
}

let count = 0;

/** Executed later than all before: counts and times always differ. */
function executed(cells: readonly Written[]): ExecutedNotebook | undefined {
  const written = cells.map(({ source, id, type = 'code', outputs = [], tags = [] }) => ({
    ...{ id, cell_type: type, source, outputs, execution_count: ++count },
    metadata: { tags, papermill: { start_time: new Date(count).toISOString(), status: 'completed' } },
  }));
  return readExecutedNotebook(JSON.stringify({ nbformat: 4, metadata: {}, cells: written }));
}

function changed(before: readonly Written[], after: readonly Written[]) {
  const [old, now] = [executed(before), executed(after)];
  return notebookChanges('b'.repeat(40), { notebook: old, parameters: {} }, { notebook: now, parameters: {} })
    .cells;
}

const stream = (text: string) => ({ output_type: 'stream', name: 'stdout', text });
const shown = (data: object) => ({ output_type: 'display_data', data, metadata: {} });

const load = { source: 'import pandas\nrows = pandas.read_csv("data.csv")' };
const train = { source: 'model = fit(rows, trees=100)\nprint("trained")' };
const measure = { source: 'auc = score(model, rows)' };

describe('cells', () => {
  test('a run of the same notebook changed nothing, be it later', () => {
    expect(changed([load, train], [load, train])).toEqual([]);
  });

  test('one is edited, one is new, one is gone', () => {
    const edited = { source: 'model = fit(rows, trees=200)\nprint("trained")' };
    expect(changed([load, train, measure], [{ source: 'print("hello")' }, load, edited])).toEqual([
      { change: 'added', number: 1, diff: '+print("hello")' },
      {
        change: 'edited',
        number: 3,
        diff: '-model = fit(rows, trees=100)\n+model = fit(rows, trees=200)\n print("trained")',
      },
      { change: 'removed', number: 3, diff: '-auc = score(model, rows)' },
    ]);
  });

  test('an id tells which cell it is, however much was written anew, and wherever it was put', () => {
    const [first, second] = [
      { ...load, id: 'load' },
      { ...train, id: 'train' },
    ];
    expect(changed([first, second], [second, { source: 'nothing alike', id: 'load' }])).toEqual([
      {
        change: 'edited',
        number: 2,
        diff: '-import pandas\n-rows = pandas.read_csv("data.csv")\n+nothing alike',
      },
    ]);
  });

  test('ids that papermill made up say nothing', () => {
    const named = (id: string) => [load, train].map((cell, index) => ({ ...cell, id: `${id}${index}` }));
    expect(changed(named('abc'), named('xyz'))).toEqual([]);
  });

  test('an id that two cells have names neither', () => {
    const twice = [load, train].map((cell) => ({ ...cell, id: 'same' }));
    expect(changed(twice, [load, train])).toEqual([]);
  });

  test('code that became text is not an edit', () => {
    const [code, text] = [{ source: 'Some words' }, { source: 'Some words', type: 'markdown' } as const];
    expect(changed([code], [text])?.map(({ change }) => change)).toEqual(['added', 'removed']);
  });

  test("papermill's own cells are no cells of the notebook", () => {
    const injected = { source: 'trees = 200', tags: ['injected-parameters'] };
    expect(changed([load], [injected, load])).toEqual([]);
  });
});

describe('outputs', () => {
  const printing = (...outputs: object[]) => [{ ...train, outputs }];

  test('other text is shown as a difference', () => {
    expect(changed(printing(stream('auc\n0.91\n')), printing(stream('auc\n0.92\n')))).toEqual([
      { change: 'output', number: 1, diff: ' auc\n-0.91\n+0.92' },
    ]);
  });

  test('another picture differs without a text to show', () => {
    const picture = (png: string) => printing(shown({ 'image/png': png, 'text/plain': '<Figure>' }));
    expect(changed(picture('AAAA'), picture('BBBB'))).toEqual([{ change: 'output', number: 1 }]);
  });

  test.each([
    [
      'where an object lies',
      shown({ 'text/plain': '<Axes at 0x7f12ab34>' }),
      shown({ 'text/plain': '<Axes at 0x7f99cd00>' }),
    ],
    ['how it is written', stream('one\n'), { ...stream(''), text: ['on', 'e\n'] }],
  ])('not %s', (_, before, after) => {
    expect(changed(printing(before), printing(after))).toEqual([]);
  });

  test('not into how many pieces a stream was cut', () => {
    expect(changed(printing(stream('one '), stream('two')), printing(stream('one two')))).toEqual([]);
  });
});

test('parameters: changed, new, gone; a list by its content', () => {
  const side = (parameters: Record<string, unknown>) => ({ notebook: executed([load]), parameters });
  const { parameters } = notebookChanges(
    'b'.repeat(40),
    side({ trees: 100, regions: ['north'], old: null }),
    side({ trees: 200, regions: ['north'], fast: true }),
  );
  expect(parameters).toEqual([
    { name: 'trees', before: '100', after: '200' },
    { name: 'old', before: 'null' },
    { name: 'fast', after: 'true' },
  ]);
});

describe('what is too large', () => {
  test('a cell that was written anew in a thousand lines is edited, without its difference', () => {
    const lines = (word: string) => Array.from({ length: 1500 }, (_, index) => `${word}${index}`).join('\n');
    const [before, after] = [
      { source: lines('a'), id: 'x' },
      { source: lines('b'), id: 'x' },
    ];
    expect(changed([before], [after])).toEqual([{ change: 'edited', number: 1 }]);
  });

  test('notebooks of thousands of cells are not compared', () => {
    const many = Array.from({ length: 2001 }, (_, index) => ({ source: `step(${index})` }));
    expect(changed(many, [load])).toBeUndefined();
  });
});

import { expect, test } from 'vitest';
import type { JudgedDataset } from '../../../src/domain/data-checks/judge-data.ts';
import { boundProfiles } from '../../../src/domain/evidence/bound-profiles.ts';
import { boundRunFiles } from '../../../src/domain/evidence/bound-run-files.ts';
import { mostProfileBytes, mostRunBytes, roomForTest, sizeOf } from '../../../src/domain/evidence/room.ts';
import { recordFile, reportPath } from '../../../src/domain/run-files.ts';
import { nothingShown } from '../../../src/domain/shown.ts';
import { longReport } from '../../../src/domain/texts/long-report.ts';
import { passedResult, someCommit } from '../results.ts';

/** A dataset whose columns have a profile of about a kibibyte each. */
function profiled(dataset: string, columns: number): JudgedDataset {
  const name = (index: number) => `${dataset}-${index}-`.padEnd(400, 'x');
  const column = (index: number) => ({
    ...{ name: name(index), kind: 'string' as const, nulls: 0, misfits: 0, distinct: 9 },
    ...{ top: [{ value: 'y'.repeat(400), rows: 3 }], histogram: { shares: [1] } },
  });
  const profile = {
    rows: 9,
    columns,
    profiled: Array.from({ length: columns }, (_, index) => column(index)),
  };
  return { dataset, sha256: 'f'.repeat(64), outcome: { kind: 'checked', found: [], profile }, checks: [] };
}

const columnsIn = (content: string | Buffer | undefined) => {
  const { profile, columnsLeftOut } = JSON.parse(`${content}`);
  return { columns: profile.profiled.length, columnsLeftOut };
};

test('profiles that there is room for are whole; a dataset that was not checked has none', () => {
  const unread = { ...profiled('unread', 1), outcome: { kind: 'unreadable' as const, why: 'no' } };
  const { files, cuts } = boundProfiles([profiled('customers', 100), unread]);
  expect(cuts).toEqual([]);
  expect(files.map(({ path }) => path)).toEqual(['data/customers.json']);
  expect(columnsIn(files[0]?.content)).toEqual({ columns: 100, columnsLeftOut: undefined });
});

test('of profiles that are too large together the large ones lack their last columns, and that is said', () => {
  const { files, cuts } = boundProfiles([
    profiled('wide', 1000),
    profiled('small', 5),
    profiled('wider', 3000),
  ]);
  expect(sizeOf(files)).toBeLessThanOrEqual(mostProfileBytes);
  expect(sizeOf(files)).toBeGreaterThan(0.99 * mostProfileBytes);
  const [wide, small, wider] = files.map(({ content }) => columnsIn(content));
  expect(small).toEqual({ columns: 5, columnsLeftOut: undefined });
  expect(wide?.columnsLeftOut).toBe(1000 - (wide?.columns ?? 0));
  expect(wider?.columnsLeftOut).toBe(3000 - (wider?.columns ?? 0));
  expect(JSON.parse(`${files[0]?.content}`).profile.profiled[0].name).toMatch(/^wide-0-/);
  expect(cuts).toEqual([
    expect.stringContaining(`**The profile of <code>wide</code> lacks ${wide?.columnsLeftOut} columns:**`),
    expect.stringContaining('**The profile of <code>wider</code> lacks'),
  ]);
});

test('a report that is too long lacks whole sections, and says which', () => {
  const rows = Array.from({ length: 50 }, () => ['維'.repeat(20)]);
  const table = { cell: 3, header: ['a'], size: { rows: 50, columns: 1 }, rows };
  const printed = { first: Array<string>(100).fill('維'.repeat(30)), left: 0, last: [] };
  const shown = { ...nothingShown, tables: [table], printed };
  const result = { ...passedResult, warnings: ['Cut.'] };
  const whole = longReport('churn', result, shown, 'the log');
  const bytes = Buffer.byteLength(whole);
  const lacking = (most: number) => {
    const report = longReport('churn', result, shown, 'the log', most);
    expect(Buffer.byteLength(report)).toBeLessThanOrEqual(most);
    for (const kept of ['## Metrics', '## Warnings', '## What exactly was tested'])
      expect(report).toContain(kept);
    return /\*Too long to be shown here: (.*?)\./.exec(report)?.[1];
  };
  expect(lacking(bytes)).toBeUndefined();
  expect(lacking(bytes - 1)).toBe('printed output, the end of the log');
  expect(lacking(3000)).toBe('tables, printed output, the end of the log');
});

test('all that a run leaves is within what is kept of one, report, record and profiles too', () => {
  const metrics = Object.fromEntries(
    Array.from({ length: 20_000 }, (_, index) => [`metric-${index}`, index]),
  );
  const result = { ...passedResult, metrics };
  const text = 'x'.repeat(9 * 1024 ** 2);
  const files = [
    { path: 'metrics.json', content: JSON.stringify(metrics) },
    ...['build', 'notebook'].map((log) => ({ path: `logs/${log}.log`, content: text })),
    ...[1, 2, 3, 4].map((cell) => ({ path: `plots/cell-${cell}-1.png`, content: Buffer.from(text) })),
  ];
  const trained = [{ path: 'training/notebook.ipynb', content: text }];
  const bounded = boundRunFiles(files, roomForTest([recordFile(result), ...trained]));
  const draft = { ...result, warnings: [...bounded.cuts] };
  const all = [
    ...[...bounded.files, ...trained, recordFile(draft, someCommit)],
    { path: reportPath, content: longReport('churn', draft, nothingShown, text) },
    ...boundProfiles([profiled('wide', 4000)]).files,
  ];
  expect(bounded.cuts).toHaveLength(3);
  expect(sizeOf(all)).toBeLessThanOrEqual(mostRunBytes);
});

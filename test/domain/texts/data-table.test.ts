import { expect, test } from 'vitest';
import type { DataCheck } from '../../../src/domain/data-checks/data-check.ts';
import type { CheckedDataset, Found } from '../../../src/domain/data-checks/data-found.ts';
import { judgeData } from '../../../src/domain/data-checks/judge-data.ts';
import { checkerMissingText } from '../../../src/domain/texts/checker-problem.ts';
import { dataTable } from '../../../src/domain/texts/data-table.ts';
import { testComment } from '../../../src/domain/texts/test-comment.ts';
import { checkTitle, verdictLine } from '../../../src/domain/texts/verdict-line.ts';
import { actedOn, hostile, outsideCode, render, tagsIn } from './rendering.ts';
import { reportOf } from './reports.ts';

const profile = { rows: 3, columns: 1, profiled: [] };

function reportOn(checks: readonly DataCheck[], outcome: readonly Found[] | CheckedDataset['outcome']) {
  const found = 'kind' in outcome ? outcome : { kind: 'checked' as const, found: [...outcome], profile };
  const data = judgeData([{ dataset: 'customers', checks }], [{ dataset: 'customers', outcome: found }]);
  const fails = data.some((each) => each.checks.some(({ verdict }) => verdict === 'failed'));
  return { ...reportOf({}), state: fails ? ('failed' as const) : ('passed' as const), data };
}

const numbers = (column: string): DataCheck => ({ kind: 'type', column, type: 'number', warnOnly: false });

test('of many checks those that fail are shown, and those that hold folded', () => {
  const checks = Array.from({ length: 60 }, (_, index) => numbers(`column ${index}`));
  const found = checks.map((_, index) => ({ held: index > 44, misses: index > 44 ? 0 : 2 }));
  const text = dataTable(reportOn(checks, found)) ?? '';
  expect(text.match(/❌ fails/g)).toHaveLength(40);
  expect(text).toContain('… and 5 more, 5 of which fail.');
  expect(text).toContain('<summary>✅ 15 data checks hold</summary>');
});

test('the title counts data checks, and names those that fail', () => {
  const checks = [numbers('age'), { kind: 'rows', min: 9, warnOnly: false } as const];
  const both = reportOn(checks, [{ held: true }, { held: true, value: 9 }]);
  expect(checkTitle(both)).toBe('Ranking quality 0.91 (+0.02), 1 of 1 gate, 2 of 2 data checks');
  const none = reportOn(checks, [{ held: false }, { held: false, value: 3 }]);
  expect(verdictLine(none)).toBe('churn misses 2 data checks for sandbox: customers.age, customers');
});

test.each([
  [{ kind: 'not-declared' }, 'it is not among `datasets` here.** `data_checks` asks for it.'],
  [{ kind: 'unreadable', why: 'it is empty' }, 'The reader said: it is empty. Write it as CSV'],
  [{ kind: 'out-of-memory', memoryBytes: 2 ** 29 }, 'it does not fit into 512 MiB of memory.** Raise'],
  [{ kind: 'timed-out', seconds: 1800 }, 'that took more than 30 minutes.** Raise'],
  [{ kind: 'broken', log: 'Killed' }, 'the checker broke.** The end of what it said: Killed Run this'],
] as const)('data that was not checked fails, and says why: $0.kind', (outcome, words) => {
  const report = reportOn([numbers('age')], outcome);
  expect(testComment(report)).toContain('### ❌ churn misses the data check for sandbox: customers\\.age');
  expect(testComment(report)).toContain(`**The dataset customers was not checked: `);
  expect(testComment(report)).toContain(words);
});

test('names of columns are hostile', () => {
  const checks = [numbers(hostile), numbers(hostile.slice(60))];
  const harmless = render(testComment(reportOn(checks, [{ held: false }, { held: true }])));
  expect(actedOn(outsideCode(harmless))).toEqual([]);
  expect([...tagsIn(harmless)]).not.toContain('script');
  expect([...tagsIn(harmless)]).not.toContain('img');
  const names = [
    'a | b',
    '@dana',
    '<!-- tailrace:test:prod -->',
    '</td><script>',
    '/approve',
    '![x](http://e)',
  ];
  const text =
    dataTable(
      reportOn(
        names.map(numbers),
        names.map(() => ({ held: false, misses: 1 })),
      ),
    ) ?? '';
  expect(text.split('\n')).toHaveLength(2 + names.length);
  expect(text).not.toMatch(/@dana|<!--|<script|\]\(http|^\/approve/m);
});

test('a checker that could not be made: the setting that mends it', () => {
  const { title, message } = checkerMissingText({ base: 'python:3.13-slim', message: 'no such host' });
  expect(title).toBe("the data can't be checked: the checker could not be made");
  expect(message).toContain('<pre>no such host</pre>');
  expect(message).toContain('`TAILRACE_CHECKER_BASE`');
});

test('a drift that was measured names the data that it is measured against', () => {
  const drift = { kind: 'drift', column: 'age', max: 0.2, warnOnly: false } as const;
  const named =
    'Drift is the population stability index against the data of release `bbbbbbb`, released on 2026-01-01.';
  expect(dataTable(reportOn([drift], [{ held: true, value: 0.1 }]))).toContain(named);
  expect(dataTable(reportOn([drift], [{ held: true, why: 'no-baseline' }]))).not.toContain('stability');
});

test('what fails stands above all tables, at most three of it', () => {
  const checks = ['a', 'b', 'c', 'd', 'e'].map(numbers);
  const found = checks.map((_, index) => ({ held: index === 0, misses: index }));
  const text = testComment(reportOn(checks, found));
  expect(text).toContain(
    '\n\n- **customers · b**: 1 row not so; must be: numbers\n- **customers · c**: 2 rows',
  );
  expect(text).toContain('\n- … and 1 more\n\n| Metric |');
});

import { describe, expect, test } from 'vitest';
import type { Baseline } from '../../../src/domain/baseline.ts';
import { releaseFailed } from '../../../src/domain/texts/same-data.ts';
import { testComment, testSummary } from '../../../src/domain/texts/test-comment.ts';
import { checkTitle } from '../../../src/domain/texts/verdict-line.ts';
import { passedResult, someCommit } from '../results.ts';
import { gateOn, raised, reportOf, running } from './reports.ts';

/** Whether these stand in the text in this order. */
function expectInOrder(text: string, ...parts: string[]): void {
  const places = parts.map((part) => text.indexOf(part));
  expect(places, parts.join(' < ')).toEqual(places.toSorted((a, b) => a - b));
  expect(places.indexOf(-1), `one of ${parts.join(', ')} is missing`).toBe(-1);
}

const marker = '<!-- tailrace:test:sandbox -->\n\n### ';

test('while it runs: what is done now, and where the result will be', () => {
  const text = testComment(running);
  expect(text).toMatch(
    new RegExp(`^${marker}⏳ Testing churn for sandbox: building the image\n\nThe result will be`),
  );
  expect(text).toContain('**Road:** sandbox ⏳ → qa');
  expect(checkTitle(running)).toBe('Testing churn for sandbox: building the image');
});

test('passed: what merging does, the numbers against what runs now, what was tested', () => {
  const report = reportOf({});
  const text = testComment(report);
  expectInOrder(
    text,
    `${marker}✅ churn passed its test for sandbox: 1 of 1 gate holds`,
    'Merging this pull request puts it into **sandbox**.',
    '| Ranking quality | 0.91 | 0.89 | +0.02 | ≥ 0.8 | ✅ holds |',
    'Compared with release `bbbbbbb`, in sandbox since 2026-01-01.',
    '<summary>1 metric without a gate</summary>',
    '| loss | 12,000 EUR | 12,000 EUR | 0 |',
    'What exactly was tested',
    '4 of 4 ran, in 3 min 20 s',
    '**Road:** sandbox ⏳ → qa',
    '[All files and logs](https://forge.example.com/acme/churn/tree/runs)',
  );
});

test.each([
  ['how far it moved', reportOf({}), 'Ranking quality 0.91 (+0.02), 1 of 1 gate'],
  [
    'its unit',
    reportOf({ metrics: { loss: 11_500 } }, [gateOn('loss', { max: 2e4 })]),
    'loss 11,500 EUR (−500), 1 of 1 gate',
  ],
  ['nothing of what did not move', reportOf({ metrics: { auc: 0.89 } }), 'Ranking quality 0.89, 1 of 1 gate'],
  ['nothing of other data', reportOf({ datasets: [] }), 'Ranking quality 0.91, 1 of 1 gate'],
])('the title of a check says %s', (_, report, title) => {
  expect(checkTitle(report)).toBe(title);
});

test('passed with what guards it now: a merge that changes that runs it again', () => {
  const text = testComment({ ...reportOf({}), runsAgain: true });
  expect(text).toContain(
    'puts it into **sandbox**, once the test has passed there with its new limits, network or secrets.',
  );
  expect(text).not.toContain('Nothing is built or run again');
});

test('a cell raised: the failure comes before the numbers', () => {
  const report = reportOf({ failure: raised });
  const text = testComment(report);
  expectInOrder(
    text,
    `${marker}❌ churn failed its test for sandbox: Cell 3 raised ValueError`,
    'It should not be merged like this.',
    '**Cell 3 raised `ValueError`.** Correct the cell',
    'Cell 3: <code>ValueError: no churn today</code>',
    '<pre>raise ValueError',
    '<summary>Traceback</summary>',
    '| Ranking quality |',
  );
  expect(checkTitle(report)).toBe('churn failed its test for sandbox: Cell 3 raised ValueError');
});

test('of a long cell ten lines are shown', () => {
  const source = Array.from({ length: 12 }, (_, index) => `line ${index}`).join('\n');
  const text = testComment(reportOf({ failure: { ...raised, source } }));
  expect(text).toContain('line 9\n…</pre>');
});

test('gates fail: the failed ones come first, and the headline names them', () => {
  const gates = [
    gateOn('auc', { min: 0.8 }),
    gateOn('recall', { min: 0.5, required: false }),
    gateOn('loss', { max: 10 }),
  ];
  const report = reportOf({}, [...gates, gateOn('auc', { min: 0.95, warnOnly: true })]);
  const text = testComment(report);
  expect(text).toContain('### ❌ churn misses the gate for sandbox: loss');
  expectInOrder(text, '❌ fails: above 10', '⚠️ warns: below 0\\.95', '➖ not measured', '✅ holds');
  expect(checkTitle(report)).toBe('churn misses the gate for sandbox: loss');
});

test('what fails stands above the table, at most three of it, since a phone shows only the first columns', () => {
  const gates = ['auc', 'one', 'two', 'three'].map((metric) => gateOn(metric, { min: 0.95 }));
  const text = testComment(reportOf({ metrics: { auc: 0.7 } }, gates));
  const missed = '- **Ranking quality** is 0.7: below 0\\.95\n- **one**: the test did not report it\n';
  expectInOrder(text, 'Ranking quality, one, two, three', missed, '- … and 1 more', '| Metric |');
  expect(testComment(reportOf({}))).not.toContain('- **');
});

test('a value just below its gate does not look like a pass', () => {
  const text = testComment(reportOf({ metrics: { auc: 0.79999999 } }));
  expect(text).toContain('| Ranking quality | 0.79999999 | 0.89 |');
});

test('gates against the running release say how far it moved', () => {
  const gates = [
    gateOn('auc', { min: 0.8, maxRegression: { amount: 1, percent: true } }),
    gateOn('loss', { minChange: { amount: 5, percent: true } }),
  ];
  const text = testComment(reportOf({ metrics: { auc: 0.85, loss: 11_900 } }, gates));
  expect(text).toContain(
    '| loss | 11,900 EUR | 12,000 EUR | −100 EUR | at least 5% better | ❌ fails: only 0\\.833% better |',
  );
  expect(text).toContain(
    '| Ranking quality | 0.85 | 0.89 | −0.04 | ≥ 0.8, at most 1% worse | ❌ fails: 4\\.49% worse |',
  );
});

test('on other data nothing is compared, and that is said', () => {
  const [customers] = passedResult.datasets;
  const datasets = customers ? [{ ...customers, sha256: '0'.repeat(64) }] : [];
  const gates = [gateOn('auc', { maxRegression: { amount: 1, percent: true } })];
  const text = testComment(reportOf({ datasets }, gates));
  expectInOrder(
    text,
    '| Ranking quality | 0.91 | 0.89 | other data | at most 1% worse | ❌ fails: other data: the running',
    'in sandbox since 2026-01-01, which was measured on other data.',
  );
});

test('what runs now, measured on the same data, is compared; where that can not be, the reason is told', () => {
  const [customers] = passedResult.datasets;
  const datasets = customers ? [{ ...customers, sha256: '0'.repeat(64) }] : [];
  const report = reportOf({ datasets }, [gateOn('auc', { min: 0.8 })]);
  const told = (changes: Partial<Baseline>) =>
    testComment({ ...report, baseline: running.baseline && { ...running.baseline, ...changes } });
  expectInOrder(
    told({ measuredAgain: true }),
    '| Ranking quality | 0.91 | 0.89 | +0.02 |',
    'in sandbox since 2026-01-01; its image was run on the data of this run for that.',
  );
  const whyNot = releaseFailed({ ...raised, what: 'Cell 3 raised `KeyError`.' });
  expectInOrder(
    told({ whyNot }),
    '| 0.89 | other data |',
    "which was measured on other data. It can't be measured on this data: Cell 3 raised KeyError.",
  );
});

test('of many gates, those that hold with the value of before are folded', () => {
  const unchanged = Array.from({ length: 10 }, () => gateOn('loss', { max: 20_000 }));
  const text = testComment(reportOf({}, [...unchanged, gateOn('auc', { min: 0.8 })]));
  expectInOrder(text, '| Ranking quality |', '<summary>10 gates hold, unchanged</summary>', '| loss |');
  expect(testComment(reportOf({}, unchanged))).not.toContain('unchanged');
});

test('nothing runs there yet', () => {
  const { baseline: _, ...first } = reportOf({});
  expect(testComment(first)).toContain('Nothing runs in sandbox yet, so there is nothing to compare with.');
});

test('a problem is told instead of a result; one that a person decides has its own sign', () => {
  const problem = { title: 'the image does not build', message: 'Building **failed**. Correct it and push.' };
  const text = testComment({ ...running, state: 'failed', problem });
  expect(text).toMatch(
    new RegExp(`^${marker}❌ churn can't go to sandbox: the image does not build\n\nBuilding \\*\\*failed`),
  );
  const decide = testComment({ ...running, state: 'failed', problem: { ...problem, needsAction: true } });
  expect(decide).toContain("### ✋ churn can't go to sandbox: the image does not build");
});

describe('deployed', () => {
  const deployed = { release: someCommit, by: 'dana' };

  test('says what was put where by whom', () => {
    const text = testComment({ ...reportOf({}), reused: true, deployed });
    expectInOrder(
      text,
      '### 🚀 churn is deployed to sandbox',
      'Release `ccccccc` was put into **sandbox** by dana.',
      '✅ holds',
    );
    expect(text).not.toContain('an earlier run');
  });

  test('says why nothing is served', () => {
    const nothingServed = 'the image exposes no port, and the configuration has no `serve`.';
    const text = testComment({ ...reportOf({}), deployed: { ...deployed, nothingServed } });
    expect(text).toContain('### 🚀 churn is released to sandbox; nothing is served');
    expect(text).toContain('by dana. Nothing is served: the image exposes no port');
  });
});

test('on the branch already: nobody is told not to merge', () => {
  const failed = { ...reportOf({ failure: raised }), merged: true };
  expect(testSummary(failed)).toMatch(
    /^Nothing was deployed\. Merge a fix, or revert this commit\.\n\n\*\*Cell 3/,
  );
});

test('notes, warnings and a result that is used again are said', () => {
  const report = {
    ...reportOf({ warnings: ['Passed unknown parameter: treees'] }),
    reused: true,
    notes: ['**First set-up:** …'],
  };
  const text = testComment(report);
  expectInOrder(
    text,
    'measured by an earlier run',
    '> **First set-up:** …',
    '⚠️ 1 warning',
    '<pre>Passed unknown parameter: treees</pre>',
  );
});

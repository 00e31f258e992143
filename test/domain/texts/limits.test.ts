import { describe, expect, test } from 'vitest';
import { parseConfiguration } from '../../../src/domain/configuration/parse-configuration.ts';
import type { TestReport } from '../../../src/domain/test-report.ts';
import type { TestResult } from '../../../src/domain/test-result.ts';
import { buildFailedText } from '../../../src/domain/texts/build-problem.ts';
import { deliveryRefusedComment } from '../../../src/domain/texts/delivery.ts';
import {
  configurationText,
  conflictText,
  manifestMistakesText,
  missingFilesText,
} from '../../../src/domain/texts/problems.ts';
import { testComment, testSummary } from '../../../src/domain/texts/test-comment.ts';
import { checkTitle } from '../../../src/domain/texts/verdict-line.ts';
import { passedResult, someCommit } from '../results.ts';
import { actedOn, hostile, outsideCode, render, tagsIn } from './rendering.ts';
import { gateOn, raised, reportOf, running } from './reports.ts';

const ours = new Set(
  'p h3 strong em code pre table thead tbody tr th td details summary blockquote ul li a hr br'.split(' '),
);

/** That it fits into a comment and a check, and that nothing of a hostile text acts in them. */
function expectHarmless(report: TestReport): void {
  const comment = testComment(report);
  expect(comment.length).toBeLessThanOrEqual(65_536);
  expect(testSummary(report).length).toBeLessThanOrEqual(65_535);
  expect(deliveryRefusedComment(report, someCommit).length).toBeLessThanOrEqual(65_536);
  expect(checkTitle(report).length).toBeLessThanOrEqual(201);
  expect(comment.match(/<!--.*?-->/g)).toEqual(['<!-- tailrace:test:sandbox -->']);
  expect(comment.split('<details>').length).toBe(comment.split('</details>').length);
  const html = render(comment.replace(/^<!--.*-->/, ''));
  expect([...tagsIn(html)].filter((tag) => !ours.has(tag))).toEqual([]);
  expect(html.match(/href="(?!https:\/\/forge)[^"]*"/g)).toBeNull();
  expect(actedOn(outsideCode(html))).toEqual([]);
}

const tenMegabytes = hostile.repeat(Math.ceil(10_000_000 / hostile.length));

function results(names: readonly string[]): TestResult['metrics'] {
  return Object.fromEntries(
    names.map((name, index) => [name, index % 2 ? index / 7 : { notANumber: hostile }]),
  );
}

describe('nothing that a notebook says breaks the comment', () => {
  test.each([
    ['a hostile text', hostile],
    ['ten megabytes', tenMegabytes],
  ])('%s everywhere', (_, text) => {
    const failure = { ...raised, error: text, source: text, traceback: text };
    const report = reportOf({
      failure,
      warnings: [text, text],
      versions: { python: text, kernel: text },
      parameters: { text },
      datasets: [{ name: text, path: text, sha256: 'f'.repeat(64), bytes: 1 }],
      metrics: { [text.slice(0, 5000)]: 1, auc: { notANumber: text } },
      metricSources: { [text.slice(0, 5000)]: text, auc: text },
    });
    expectHarmless(report);
    expect(testComment(report)).toContain('Cell 3 raised');
  });

  test('hostile labels, units and names of branches and people', () => {
    const report = reportOf({});
    const metrics = { auc: { label: hostile, unit: hostile } };
    const base = { branch: hostile, commit: someCommit };
    expectHarmless({ ...report, metrics, base, name: hostile });
    expectHarmless({ ...report, metrics, deployed: { release: someCommit, by: hostile } });
  });
});

describe('too much is left out by whole rows and sections, and that is said', () => {
  const names = Array.from({ length: 5000 }, (_, index) => `metric_${index}${'_'.repeat(40)}`);

  test('5,000 metrics', () => {
    const report = reportOf({ metrics: { auc: 0.9, ...results(names) } });
    expectHarmless(report);
    const text = testComment(report);
    expect(text).toContain('5000 metrics without a gate');
    expect(text).toContain('… and 4940 more: see `record.json`.');
    expect(text).toContain('What exactly was tested');
  });

  test('5,000 gates: the failed ones are shown, and how many more fail', () => {
    const gates = names.map((name, index) => gateOn(name, { min: index < 4900 ? -1 : 1e9 }));
    const report = reportOf({ metrics: Object.fromEntries(names.map((name) => [name, 1])) }, gates);
    expectHarmless(report);
    const text = testComment(report);
    expect(text).toContain('### ❌ churn misses 100 gates for sandbox: metric');
    expect(text.match(/❌ fails/g)).toHaveLength(40);
    expect(text).toContain('… and 4960 more gates, 60 of which fail.');
  });

  test('a thousand datasets, environments and warnings', () => {
    const many = Array.from({ length: 1000 }, (_, index) => ({
      ...passedResult.datasets[0],
      name: `d${index}`,
    }));
    const datasets = many.map((dataset) => ({ path: 'x', sha256: 'f'.repeat(64), bytes: 1, ...dataset }));
    const road = names.slice(0, 1000).map((environment) => ({ environment, state: 'ahead' as const }));
    const report = { ...reportOf({ datasets, warnings: names }), road };
    expectHarmless(report);
    expect(testComment(report)).toContain('| More datasets | 980: see `record.json` |');
    expect(testComment(report)).toContain('… and 4980 more');
  });

  test('what does not fit at all goes from the end; the verdict, the failure and the gates stay', () => {
    const wide = '&'.repeat(2000);
    const failure = { ...raised, error: wide, source: wide, traceback: wide.repeat(9) };
    const metrics = Object.fromEntries(names.map((name, index) => [`${index}${'&<'.repeat(200)}${name}`, 1]));
    const notes = Array.from({ length: 30 }, () => 'A long note of ours. '.repeat(60));
    const report = { ...reportOf({ failure, metrics, warnings: Array(50).fill(wide) }), notes };
    const text = testComment(report);
    expect(text.length).toBeLessThanOrEqual(60_000);
    expect(text).toMatch(
      /\*Too long to be shown here: .*what exactly was tested\. The files of the run have it all\.\*$/,
    );
    for (const kept of ['Cell 3 raised', '<summary>Traceback</summary>', '| Ranking quality |', '**Road:**'])
      expect(text).toContain(kept);
  });
});

describe('problems', () => {
  const many = Array.from({ length: 3500 }, (_, index) => index);

  function expectFits(problem: { title: string; message: string }, ...says: string[]): void {
    const report = { ...running, state: 'failed' as const, problem };
    expectHarmless(report);
    for (const said of says) expect(testComment(report)).toContain(said);
  }

  test('3,500 mistakes in the configuration', () => {
    const parsed = parseConfiguration(many.map((index) => `key${index}: 1`).join('\n'), {
      repository: { owner: 'acme', name: 'churn' },
    });
    const mistakes = parsed.kind === 'mistakes' ? parsed.mistakes : [];
    expect(mistakes.length).toBeGreaterThan(3400);
    const more = `… and ${mistakes.length - 20} more further down in the file.`;
    expectFits(configurationText(mistakes, 'of this pull request'), `has ${mistakes.length} mistakes`, more);
  });

  test.each([
    'notebook: [<script>alert(1)</script>, "@dana #1", "`|`"]',
    '"<img src=x>|@dana": {"`<b>`": "|"}',
    'notebook: a.ipynb\nimage: "<script> | ` @dana #1"\ngates: [{metric: "|<b>", mim: "`@dana`"}]',
    '<script>: |\n  @dana',
    '"[x](https://evil.example)": ["![y](https://evil.example)"',
  ])('a hostile configuration: %s', (text) => {
    const parsed = parseConfiguration(text, { repository: { owner: 'acme', name: 'churn' } });
    const mistakes = parsed.kind === 'mistakes' ? parsed.mistakes : [];
    expect(mistakes).not.toEqual([]);
    const problem = configurationText(mistakes, 'of this pull request');
    expectFits(problem);
    const cells = render(problem.message).match(/<td/g)?.length;
    expect(cells).toBe(4 * Math.min(20, mistakes.length));
  });

  test('thousands of files in conflict, missing, or with mistakes', () => {
    const files = many.map((index) => `${index}/${hostile}`);
    expectFits(conflictText('sandbox', files), '… and 3480 more files');
    expectFits(missingFilesText(files.map((path) => ({ key: 'datasets', path }))), '… and 3480 more');
    const mistakes = files.map((path) => ({ path, line: 1, message: 'It is wrong.', remedy: 'Correct it.' }));
    expectFits(manifestMistakesText(mistakes), '… and 3480 more mistakes');
  });

  test('a build that prints ten megabytes', () => {
    const log = tenMegabytes.split('\n');
    const message = tenMegabytes;
    const broken = { kind: 'instruction', text: hostile, stage: undefined, position: undefined } as const;
    const pulling = { kind: 'image', image: hostile, why: 'other' } as const;
    for (const obstacle of [broken, pulling]) {
      const failed = { dockerfile: hostile, line: 3, obstacle, message, log };
      expectFits(buildFailedText(failed), 'The last lines of the build');
    }
  });
});

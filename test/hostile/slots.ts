import type { DataCheck } from '../../src/domain/data-checks/data-check.ts';
import { type JudgedDataset, judgeData } from '../../src/domain/data-checks/judge-data.ts';
import type { NotebookChanges } from '../../src/domain/notebook/notebook-changes.ts';
import type { Hotfix } from '../../src/domain/promotion/hotfix.ts';
import type { Shown } from '../../src/domain/shown.ts';
import type { Problem, TestReport } from '../../src/domain/test-report.ts';
import { backPortBody, backPortTitle } from '../../src/domain/texts/back-port.ts';
import { buildFailedText } from '../../src/domain/texts/build-problem.ts';
import { checkerMissingText } from '../../src/domain/texts/checker-problem.ts';
import { datasetProblemText } from '../../src/domain/texts/dataset-problem.ts';
import { deliveryRefusedComment } from '../../src/domain/texts/delivery.ts';
import { missingLfsText } from '../../src/domain/texts/lfs.ts';
import { longReport } from '../../src/domain/texts/long-report.ts';
import { notebookProblemText } from '../../src/domain/texts/notebook-problem.ts';
import { papermillProblemText } from '../../src/domain/texts/papermill-problem.ts';
import { conflictText, manifestMistakesText, missingFilesText } from '../../src/domain/texts/problems.ts';
import { promotionBody, promotionTitle } from '../../src/domain/texts/promotion.ts';
import { type ProposalText, proposalBody, proposalTitle } from '../../src/domain/texts/proposals.ts';
import { testComment, testSummary } from '../../src/domain/texts/test-comment.ts';
import { checkTitle } from '../../src/domain/texts/verdict-line.ts';
import { passedResult, someCommit } from '../domain/results.ts';
import { gateOn, raised, reportOf, running } from '../domain/texts/reports.ts';

/** Everything that Tailrace writes about a repository in which every text is this one. */
export interface Written {
  /** Bodies of comments and pull requests: Markdown. */
  readonly bodies: Readonly<Record<string, string>>;
  /** The long report, its pictures on the forge. */
  readonly report: string;
  /** The same bodies with a few words more, or fewer. */
  readonly longer: readonly string[];
  /** Titles, in which a forge reads no Markdown. */
  readonly titles: readonly string[];
}

export function everythingAbout(text: string): Written {
  const results = aboutResults(text);
  const problems = problemsAbout(text);
  const troubled = problems.map((problem): TestReport => ({ ...running, state: 'failed', problem }));
  const reports = [...Object.values(results), ...troubled];
  const promotion = promotionOf(text);
  const backPort = { name: 'churn', environment: 'qa', first: 'sandbox', commits: commitsOf(text) };
  const bodies = Object.entries(results).map(([name, report]) => [name, testComment(report)]);
  const longer = reports.map((report) => deliveryRefusedComment(report, someCommit));
  return {
    bodies: {
      ...Object.fromEntries(bodies),
      problems: problems.map(({ message }) => message).join('\n\n'),
      promotion: promotionBody(promotion),
      'back-port': backPortBody(backPort),
      manifests: proposalBody(proposalOf(text)),
    },
    report: longReport(text, passedResult, shownOf(text), text).replaceAll(
      /(?<=["(])(?=plots\/|notebook\.ipynb)/g,
      'https://forge.example.com/',
    ),
    longer: [...longer, ...reports.map(testSummary)],
    titles: [
      ...reports.map(checkTitle),
      promotionTitle(promotion),
      backPortTitle(backPort),
      proposalTitle(proposalOf(text)),
    ],
  };
}

/** Outputs, sources, errors, names of metrics and branches. */
function aboutResults(text: string): Record<string, TestReport> {
  const name = text.slice(0, 5000);
  const failure = { ...raised, error: text, source: text, traceback: text };
  const result = {
    warnings: [text, text],
    versions: { python: text, kernel: text },
    parameters: { text },
    datasets: [{ name: text, path: text, sha256: 'f'.repeat(64), bytes: 1 }],
    metrics: { [name]: 1, auc: { notANumber: text } },
    metricSources: { [name]: text, auc: text },
  };
  const gates = [gateOn('auc', { min: 0.8 }), gateOn(name, { min: 2 })];
  const around = {
    name: text,
    base: { branch: text, commit: someCommit },
    metrics: { auc: { label: text, unit: text } },
  };
  return {
    failed: { ...reportOf({ ...result, failure }, gates), ...around },
    measured: { ...reportOf(result, gates), ...around },
    deployed: { ...reportOf(result), deployed: { release: someCommit, by: text } },
    data: { ...reportOf(result), ...around, state: 'failed', data: dataOf(text) },
    shown: { ...reportOf({ shown: shownOf(text) }), plots: plotsOf(text), changes: changesOf(text) },
  };
}

/** What a notebook shows: titles, alternative texts, tables, lines. */
function shownOf(text: string): Shown {
  const at = { cell: 3, title: text };
  return {
    plots: [{ ...at, name: 'cell-3-1.png', alt: text }],
    live: [{ ...at, kind: 'Plotly' }],
    tables: [{ ...at, header: ['', text], rows: [['0', text]], size: { rows: 1, columns: 2 } }],
    moreTables: 0,
    printed: { first: text.split('\n'), left: 0, last: [] },
    slowest: [{ ...at, seconds: 1 }],
  };
}

function plotsOf(text: string): TestReport['plots'] {
  const picture = { page: 'https://forge.example.com/page', image: 'https://forge.example.com/image' };
  return shownOf(text).plots.map((plot) => ({ plot, now: picture, before: picture }));
}

function changesOf(text: string): NotebookChanges {
  return {
    since: 'b'.repeat(40),
    parameters: [{ name: text, before: text, after: text }],
    cells: [{ change: 'edited', number: 3, diff: text }],
  };
}

/** Names of columns, allowed values, and what a reader says of a file. */
function dataOf(text: string): readonly JudgedDataset[] {
  const checks: DataCheck[] = [
    { kind: 'unique', columns: [text, text], warnOnly: false },
    { kind: 'allowed', column: text, values: [text], warnOnly: true },
  ];
  const found = checks.map(() => ({ held: false, misses: 1 }));
  const profile = { rows: 1, columns: 1, profiled: [] };
  return judgeData(
    ['customers', 'orders', 'visits'].map((dataset) => ({ dataset, checks })),
    [
      { dataset: 'customers', outcome: { kind: 'checked', found, profile } },
      { dataset: 'orders', outcome: { kind: 'unreadable', why: text } },
      { dataset: 'visits', outcome: { kind: 'broken', log: text } },
    ],
  );
}

const python = { command: 'python', version: '3.11', managed: false, virtual: false };

function problemsAbout(text: string): Problem[] {
  const path = text;
  const dataset = { kind: 'path', name: text, path } as const;
  const instruction = { kind: 'instruction', text, stage: undefined, position: undefined } as const;
  return [
    buildFailedText({
      dockerfile: path,
      line: 3,
      obstacle: instruction,
      message: text,
      log: text.split('\n'),
    }),
    buildFailedText({
      ...{ dockerfile: path, line: undefined, message: text, log: [] },
      obstacle: { kind: 'image', image: text, why: 'other' },
    }),
    conflictText(text, [path, path]),
    missingFilesText([{ key: text, path }]),
    manifestMistakesText([{ path, line: 1, message: 'It is wrong.', remedy: 'Correct it.' }]),
    datasetProblemText(dataset, { kind: 'private-address', host: text }),
    checkerMissingText({ base: 'python:3.13-slim', message: text }),
    missingLfsText([path]),
    notebookProblemText(path, { kind: 'no-json', why: text }),
    papermillProblemText({
      obstacle: { kind: 'not-working', python, error: text },
      distributions: [text],
      user: text,
    }),
  ];
}

function commitsOf(text: string): Hotfix['commits'] {
  return [{ commit: 'e'.repeat(40), subject: text, author: { name: text, email: text }, isMerge: false }];
}

function proposalOf(text: string): ProposalText {
  const { release } = promotionOf(text);
  return {
    ...{ name: text, environment: 'qa', release, reason: 'asked', remedy: undefined, links: {} },
    location: { repository: { owner: 'acme', name: 'gitops' }, branch: text, folder: text },
    nothingServed: undefined,
  };
}

function promotionOf(text: string): Parameters<typeof promotionBody>[0] {
  const image = passedResult.image ?? { repository: '', digest: '', exposedPorts: [] };
  return {
    ...{ name: 'churn', from: 'sandbox', to: 'qa', road: ['sandbox', 'qa'], before: undefined, more: false },
    release: { commit: someCommit, sourceTree: passedResult.sourceTree, image },
    commits: commitsOf(text),
    nothingServed: undefined,
    unrelated: [{ path: text, change: 'added' }],
    obstacles: [],
    held: { by: text, newer: someCommit, askedAgain: true },
    unknownReviewers: [text],
  };
}

import { judgeData } from '../../src/domain/data-checks/judge-data.ts';
import type { Execution } from '../../src/domain/notebook/execution.ts';
import type { NotebookChanges } from '../../src/domain/notebook/notebook-changes.ts';
import { judgeExecution } from '../../src/domain/notebook/verdict.ts';
import type { Shown } from '../../src/domain/shown.ts';
import type { TestReport } from '../../src/domain/test-report.ts';
import { buildFailedText } from '../../src/domain/texts/build-problem.ts';
import { promotionBody } from '../../src/domain/texts/promotion.ts';
import { testComment } from '../../src/domain/texts/test-comment.ts';
import { abandoned, executionOf, leftNotebook, ran } from '../domain/notebook/executed-notebook.ts';
import { passedResult, someCommit } from '../domain/results.ts';
import { gateOn, raised, reportOf, running } from '../domain/texts/reports.ts';

export interface Story {
  readonly name: string;
  /** The Markdown of what a person sees, from the top of the page. */
  readonly texts: readonly string[];
  /** What has to be seen without scrolling. */
  readonly first: readonly string[];
}

const gates = [
  gateOn('auc', { min: 0.8, maxRegression: { amount: 1, percent: true } }),
  gateOn('loss', { max: 20_000 }),
  gateOn('recall', { min: 0.5 }),
];
const metrics = { auc: 0.91, loss: 11_250.5, recall: 0.62, 'counts.rows': 3000, 'counts.tested': 600 };
const links = {
  'Executed notebook': 'https://forge.example.com/notebook.ipynb',
  'Notebook log': 'https://forge.example.com/notebook.log',
  'All files and logs': 'https://forge.example.com/files',
};

function ended(changes: Parameters<typeof reportOf>[0]): TestReport {
  return { ...reportOf({ metrics, ...changes }, gates), links };
}

const shown: Shown = {
  plots: [],
  live: [{ kind: 'Plotly', cell: 9, title: 'Churn by month' }],
  tables: [
    {
      ...{ cell: 6, title: 'Who leaves', header: ['', 'contract', 'customers', 'left'] },
      rows: [
        ['0', 'monthly', '1,544', '0.427'],
        ['1', 'two years', '683', '0.028'],
      ],
      size: { rows: 2, columns: 4 },
    },
  ],
  moreTables: 0,
  printed: { first: ['600 customers are tested', 'ranking quality 0.91'], left: 0, last: [] },
  slowest: [{ cell: 4, title: 'Score', seconds: 2.4 }],
};

const data = judgeData(
  [
    {
      dataset: 'customers',
      checks: [
        { kind: 'rows', min: 500, warnOnly: false },
        { kind: 'type', column: 'tenure', type: 'integer', warnOnly: false },
      ],
    },
  ],
  [
    {
      dataset: 'customers',
      outcome: {
        kind: 'checked',
        found: [{ held: true, value: 600 }, { held: true }],
        profile: { rows: 600, columns: 4, profiled: [] },
      },
    },
  ],
);

const changes: NotebookChanges = {
  since: 'b'.repeat(40),
  parameters: [{ name: 'threshold', before: '0.5', after: '0.6' }],
  cells: [{ change: 'edited', number: 4, diff: '-trees = 100\n+trees = 200' }],
};

const outOfMemory: Partial<Execution> = { exitCode: 138, outOfMemory: true, peakBytes: 498 * 2 ** 20 };
const killing = { source: 'import numpy as np\n\nfeatures = np.ones((200_000, 2_000))', count: null };

const doesNotBuild: TestReport = {
  ...running,
  state: 'failed',
  problem: buildFailedText({
    dockerfile: 'Dockerfile',
    line: 4,
    obstacle: {
      kind: 'instruction',
      text: 'RUN pip install -r requirements.txt',
      stage: undefined,
      position: undefined,
    },
    message:
      'process "/bin/sh -c pip install -r requirements.txt" did not complete successfully: exit code: 1',
    log: [
      '#8 [4/6] RUN pip install -r requirements.txt',
      'ERROR: Could not find a version that satisfies the requirement scikit-lern==1.7.2 (from versions: none)',
      'ERROR: No matching distribution found for scikit-lern==1.7.2',
    ],
  }),
};

const image = passedResult.image ?? { repository: '', digest: '', exposedPorts: [] };
const promotion = promotionBody({
  ...{ name: 'churn', from: 'sandbox', to: 'qa', road: ['sandbox', 'qa', 'uat', 'prod'] },
  release: { commit: someCommit, sourceTree: passedResult.sourceTree, image },
  before: 'b'.repeat(40),
  commits: [
    {
      commit: 'e'.repeat(40),
      subject: 'Train with more and deeper trees (#12)',
      author: { name: 'Dana', email: 'dana@example.com' },
    },
  ],
  ...{ more: false, nothingServed: undefined, unrelated: [], obstacles: [], unknownReviewers: [] },
});

export const stories: readonly Story[] = [
  {
    name: 'a pass',
    texts: [testComment({ ...ended({ shown }), data, changes })],
    first: ['passed its test', '≥ 0.8'],
  },
  {
    name: 'a gate that fails',
    texts: [testComment(ended({ metrics: { ...metrics, auc: 0.7 } }))],
    first: ['misses the gate', 'is 0.7: below 0.8'],
  },
  {
    name: 'a cell that raises',
    texts: [testComment(ended({ metrics: {}, failure: raised }))],
    first: ['failed its test', 'Cell 3 raised', 'raise ValueError'],
  },
  {
    name: 'an out of memory',
    texts: [
      testComment(
        ended({
          metrics: {},
          failure: judgeExecution(executionOf(leftNotebook([ran, killing, abandoned]), outOfMemory)).failure,
        }),
      ),
    ],
    first: ['failed its test', 'It was killed at cell 2', 'features = np.ones'],
  },
  {
    name: 'an image that does not build',
    texts: [testComment(doesNotBuild)],
    first: ['the image does not build', 'RUN pip install'],
  },
  { name: 'a running test', texts: [testComment(running)], first: ['Testing churn'] },
  {
    name: 'a promotion',
    texts: [promotion, testComment({ ...ended({}), environment: 'qa' })],
    first: ['Merging this puts release', 'What it brings'],
  },
];

import { marker } from '../names.ts';
import type { Problem, TestReport } from '../test-report.ts';
import { withheldLine } from './holds.ts';
import { paragraphs, plain } from './markdown.ts';
import { short } from './numbers.ts';
import { internalErrorText } from './problems.ts';
import { fitSections } from './sections.ts';
import { testSections } from './test-comment.ts';
import { verdictLine } from './verdict-line.ts';

/** Told to whoever merged or pushed: it is on the branch now, and nothing was deployed. A comment of its own, since an edit notifies nobody. */
export function deliveryRefusedComment(report: TestReport, commit: string): string {
  const environment = plain(report.environment);
  return fitSections([
    { text: marker('deployment', report.environment) },
    { text: `### ❌ Not deployed to ${environment}: ${plain(verdictLine(report))}` },
    {
      text: `\`${short(commit)}\` is on the branch of **${environment}**, but **nothing was deployed**: what ran before runs on. Merge a fix, or revert this commit.`,
    },
    ...testSections({ ...report, road: [] }),
  ]);
}

/** Told where a refusal was told, or where nobody has a pull request for it: on a commit that a branch was forced to. */
export function deployedComment(report: TestReport): string {
  return fitSections([
    { text: marker('deployment', report.environment) },
    { text: `### 🚀 ${plain(verdictLine(report))}` },
    ...testSections({ ...report, road: [] }),
  ]);
}

/** Told on a commit that nobody has a pull request for: it came into an environment that is held. */
export function withheldComment(report: TestReport): string {
  return fitSections([
    { text: marker('deployment', report.environment) },
    { text: `### ✋ ${plain(verdictLine(report))}` },
    { text: report.held && withheldLine(report.environment, report.held) },
    ...testSections({ ...report, road: [] }),
  ]);
}

/** Why something was tested after a merge, though its pull request had been tested. */
export function otherTreeNote(): string {
  return '**Another tree than the one tested before:** the branch had moved when this was merged, so the merge gave something that nobody had tested yet. It was tested as it is now before anything was deployed.';
}

export function unreadableHeadComment(environment: string, problem: Problem): string {
  return paragraphs([
    marker('deployment', environment),
    `### ❌ Not deployed to ${plain(environment)}: ${plain(problem.title)}`,
    problem.message,
  ]);
}

export function promotionRefusedComment(from: string, branch: string, problem: Problem): string {
  return paragraphs([
    marker('promotion', from),
    `### ❌ Not offered to ${plain(branch)}: ${plain(problem.title)}`,
    `The release in **${plain(from)}** stays there. Its promotion is made when this is mended.`,
    problem.message,
  ]);
}

export function deliveryErrorComment(environment: string, reference: string): string {
  return paragraphs([
    marker('deployment', environment),
    `### ❌ Not deployed to ${plain(environment)}: internal error`,
    internalErrorText(reference).message,
  ]);
}

import { checkName, marker } from '../../domain/names.ts';
import type { Proposed } from '../../domain/proposed.ts';
import type { RepositoryRef } from '../../domain/repository-ref.ts';
import type { TestReport } from '../../domain/test-report.ts';
import { approvalTitle } from '../../domain/texts/approvals.ts';
import { failureRemark } from '../../domain/texts/failure-card.ts';
import { testComment, testSummary } from '../../domain/texts/test-comment.ts';
import { checkTitle } from '../../domain/texts/verdict-line.ts';
import type { Check, CheckState, Checks, Comments } from '../../ports/forge.ts';

export interface PublishPorts {
  readonly checks: Checks;
  readonly comments: Comments;
}

/** Where a report is shown: the head that is checked, and the pull request that is commented on, if there is one. */
export interface Audience {
  readonly repository: RepositoryRef;
  readonly head: string;
  readonly pullRequest?: number | undefined;
}

/** Shows a report: the check run of its head, and the sticky comment of its pull request. */
export async function publish(ports: PublishPorts, audience: Audience, report: TestReport): Promise<void> {
  const { repository, pullRequest } = audience;
  await showCheck(ports.checks, audience, report);
  if (pullRequest !== undefined) await showComment(ports.comments, repository, pullRequest, report);
}

/** Only the sticky comment. */
export async function showComment(
  comments: Comments,
  repository: RepositoryRef,
  pullRequest: number,
  report: TestReport,
): Promise<void> {
  const ours = marker('test', report.environment);
  await comments.ensureComment(repository, pullRequest, ours, testComment(report));
}

/** Only the check: for what changes often. */
export function showCheck(checks: Checks, { repository, head }: Audience, report: TestReport): Promise<void> {
  return checks.ensureCheck(repository, {
    name: checkName(report.environment),
    head,
    state: checkState(report),
    title: checkTitle(report),
    summary: testSummary(report),
    annotations: annotationsOf(report),
  });
}

/** At the line that failed: what happened there. */
function annotationsOf({ marked, result }: TestReport): Check['annotations'] {
  return marked && result?.failure ? [{ ...marked, ...failureRemark(result.failure) }] : undefined;
}

/** A person has to decide; what was overtaken waits for nobody. */
function waitingState({ state }: Proposed): CheckState {
  return state === 'replaced' || state === 'withdrawn' ? 'cancelled' : 'action_required';
}

function checkState(report: TestReport): CheckState {
  switch (report.state) {
    case 'running':
      return 'running';
    case 'passed':
      if (report.held && report.merged) return 'action_required';
      if (report.approval && approvalTitle(report.approval)) return 'action_required';
      return report.proposed ? waitingState(report.proposed) : 'success';
    case 'failed':
      if (report.problem?.cancelled) return 'cancelled';
      return report.problem?.needsAction ? 'action_required' : 'failure';
  }
}

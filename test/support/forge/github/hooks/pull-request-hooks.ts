import type { DequeueReason, Team, User } from '../../model.ts';
import type { GitHub } from '../github.ts';
import { pullRequestInList, pullRequestPayload } from '../payloads/pull-request.ts';
import { lineCommentPayload, reviewPayload } from '../payloads/review.ts';
import { teamPayload } from '../payloads/team.ts';
import { userPayload } from '../payloads/user.ts';
import type { EventOf } from './event-of.ts';

const DEQUEUE_REASONS: Record<DequeueReason, string> = {
  merged: 'MERGE',
  manual: 'MANUAL',
  unfit: 'BRANCH_PROTECTIONS',
  conflict: 'MERGE_CONFLICT',
  'failed-checks': 'CI_FAILURE',
};

export async function pullRequestHook(github: GitHub, event: EventOf<'pull-request'>) {
  const { action, pullRequest, moved, changes, reason, reviewer } = event;
  const base = changes?.base;
  return {
    action,
    number: pullRequest.number,
    pull_request: await pullRequestPayload(github, pullRequest),
    ...moved,
    ...(reviewer && requestedOf(github, reviewer)),
    ...(reason && { reason: DEQUEUE_REASONS[reason] }),
    ...(action === 'edited' && {
      changes: {
        ...(changes?.title !== undefined && { title: { from: changes.title } }),
        ...(changes?.body !== undefined && { body: { from: changes.body } }),
        ...(base && { base: { ref: { from: base.branch }, sha: { from: base.sha } } }),
      },
    }),
  };
}

function requestedOf(github: GitHub, reviewer: User | Team) {
  return 'slug' in reviewer
    ? { requested_team: teamPayload(github, reviewer) }
    : { requested_reviewer: userPayload(github, reviewer) };
}

export async function lineCommentHook(github: GitHub, { pullRequest, comment }: EventOf<'line-comment'>) {
  const pull_request = await pullRequestInList(github, pullRequest);
  return { action: 'created', comment: lineCommentPayload(github, pullRequest, comment), pull_request };
}

export async function reviewHook(github: GitHub, event: EventOf<'review'>) {
  const { action, pullRequest, review, previousBody } = event;
  const payload = reviewPayload(github, pullRequest, review);
  return {
    action,
    review: { ...payload, state: payload.state.toLowerCase() },
    ...(previousBody !== undefined && { changes: { body: { from: previousBody } } }),
    pull_request: await pullRequestInList(github, pullRequest),
  };
}

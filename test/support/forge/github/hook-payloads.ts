import type { ForgeEvent } from '../forge-event.ts';
import { readCommit } from '../git-log.ts';
import { NO_COMMIT } from '../git-refs.ts';
import type { DequeueReason, Team, User } from '../model.ts';
import type { GitHub } from './github.ts';
import { checkRunPayload, checkSuitePayload } from './payloads/check-run.ts';
import { commentPayload, commitCommentPayload, issuePayload } from './payloads/comment.ts';
import { pushedCommitPayload } from './payloads/commit.ts';
import { pullRequestInList, pullRequestPayload } from './payloads/pull-request.ts';
import { repositoryHtml } from './payloads/repository.ts';
import { lineCommentPayload, reviewPayload } from './payloads/review.ts';
import { teamPayload } from './payloads/team.ts';
import { userPayload } from './payloads/user.ts';

export interface Hook {
  readonly event: string;
  readonly payload: { readonly action?: string; readonly [field: string]: unknown };
}

type EventOf<Kind extends ForgeEvent['kind']> = Extract<ForgeEvent, { kind: Kind }>;

/** An event as GitHub's webhook, with the state that the forge has at this moment. */
export async function hookFor(github: GitHub, event: ForgeEvent): Promise<Hook> {
  switch (event.kind) {
    case 'push':
      return { event: 'push', payload: pushPayload(github, event) };
    case 'merge-group':
      return { event: 'merge_group', payload: await mergeGroupHook(github, event) };
    case 'pull-request':
      return { event: 'pull_request', payload: await pullRequestHook(github, event) };
    case 'comment':
      return { event: 'issue_comment', payload: commentHook(github, event) };
    case 'commit-comment':
      return { event: 'commit_comment', payload: commitCommentHook(github, event) };
    case 'review':
      return { event: 'pull_request_review', payload: await reviewHook(github, event) };
    case 'line-comment':
      return { event: 'pull_request_review_comment', payload: await lineCommentHook(github, event) };
    case 'check-run':
      return { event: 'check_run', payload: { action: event.action, check_run: checkRunOf(github, event) } };
    case 'check-action': {
      const requested_action = { identifier: event.asked.identifier };
      const check_run = checkRunOf(github, event);
      return { event: 'check_run', payload: { action: 'requested_action', requested_action, check_run } };
    }
    case 'check-suite': {
      const suite = { id: event.suiteId, headSha: event.headSha };
      const check_suite = checkSuitePayload(github, event.repository, suite);
      return { event: 'check_suite', payload: { action: 'rerequested', check_suite } };
    }
  }
}

function checkRunOf(github: GitHub, { repository, checkRun }: EventOf<'check-run' | 'check-action'>) {
  const suite = { id: checkRun.suiteId, headSha: checkRun.headSha };
  const check_suite = checkSuitePayload(github, repository, suite);
  return { ...checkRunPayload(github, repository, checkRun), check_suite };
}

function pushPayload(github: GitHub, event: EventOf<'push'>) {
  const { repository, actor, ref, before, after, forced } = event;
  const commits = event.commits.map((commit) => pushedCommitPayload(github, repository, commit));
  const head = event.commits.find(({ sha }) => sha === after);
  return {
    ref,
    before,
    after,
    base_ref: null,
    created: before === NO_COMMIT,
    deleted: after === NO_COMMIT,
    forced,
    compare: `${repositoryHtml(github, repository)}/compare/${before.slice(0, 12)}...${after.slice(0, 12)}`,
    commits,
    head_commit: head ? pushedCommitPayload(github, repository, head) : null,
    pusher: { name: actor.login, email: actor.email },
  };
}

async function mergeGroupHook(github: GitHub, { action, group, end, repository }: EventOf<'merge-group'>) {
  const head = await readCommit(repository.gitDir, group.sha);
  const { id, tree_id, message, timestamp, author, committer } = pushedCommitPayload(
    github,
    repository,
    head,
  );
  return {
    action: action === 'destroyed' ? 'destroyed' : 'checks_requested',
    ...(end && { reason: end }),
    merge_group: {
      head_sha: group.sha,
      head_ref: `refs/heads/${group.branch}`,
      base_sha: group.base.sha,
      base_ref: `refs/heads/${group.base.branch}`,
      head_commit: { id, tree_id, message, timestamp, author, committer },
    },
  };
}

const DEQUEUE_REASONS: Record<DequeueReason, string> = {
  merged: 'MERGE',
  manual: 'MANUAL',
  unfit: 'BRANCH_PROTECTIONS',
  conflict: 'MERGE_CONFLICT',
  'failed-checks': 'CI_FAILURE',
};

async function pullRequestHook(github: GitHub, event: EventOf<'pull-request'>) {
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

function commentHook(github: GitHub, { action, pullRequest, comment, previousBody }: EventOf<'comment'>) {
  return {
    action,
    issue: issuePayload(github, pullRequest),
    comment: commentPayload(github, pullRequest, comment),
    ...(action === 'edited' && { changes: { body: { from: previousBody } } }),
  };
}

function commitCommentHook(github: GitHub, { repository, comment }: EventOf<'commit-comment'>) {
  return { action: 'created', comment: commitCommentPayload(github, repository, comment) };
}

async function lineCommentHook(github: GitHub, { pullRequest, comment }: EventOf<'line-comment'>) {
  const pull_request = await pullRequestInList(github, pullRequest);
  return { action: 'created', comment: lineCommentPayload(github, pullRequest, comment), pull_request };
}

async function reviewHook(github: GitHub, event: EventOf<'review'>) {
  const { action, pullRequest, review, previousBody } = event;
  const payload = reviewPayload(github, pullRequest, review);
  return {
    action,
    review: { ...payload, state: payload.state.toLowerCase() },
    ...(previousBody !== undefined && { changes: { body: { from: previousBody } } }),
    pull_request: await pullRequestInList(github, pullRequest),
  };
}

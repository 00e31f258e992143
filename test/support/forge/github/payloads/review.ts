import type { LineComment, PullRequest, Review } from '../../model.ts';
import type { GitHub } from '../github.ts';
import { pullRequestHtml } from './pull-request.ts';
import { rollup } from './reaction.ts';
import { repositoryApi } from './repository.ts';
import { type Like, nodeId, stamp } from './shape.ts';
import { associationOf, userPayload } from './user.ts';

/** REST writes a review's state in capitals, webhooks in small letters. */
export function reviewPayload(github: GitHub, pullRequest: PullRequest, review: Review) {
  const html = `${pullRequestHtml(github, pullRequest)}#pullrequestreview-${review.id}`;
  const api = `${repositoryApi(github, pullRequest.repository)}/pulls/${pullRequest.number}`;
  return {
    id: review.id,
    node_id: nodeId('PullRequestReview', review.id),
    user: userPayload(github, review.author),
    body: review.body,
    state: review.verdict.toUpperCase(),
    html_url: html,
    pull_request_url: api,
    _links: { html: { href: html }, pull_request: { href: api } },
    submitted_at: stamp(review.submittedAt),
    commit_id: review.sha,
    author_association: associationOf(pullRequest.repository, review.author),
  } satisfies Like<'pull-request-review'>;
}

/** A comment on a line of the difference. */
export function lineCommentPayload(github: GitHub, pullRequest: PullRequest, comment: LineComment) {
  const { repository, number } = pullRequest;
  const html = `${pullRequestHtml(github, pullRequest)}#discussion_r${comment.id}`;
  const pull = `${repositoryApi(github, repository)}/pulls/${number}`;
  const self = `${repositoryApi(github, repository)}/pulls/comments/${comment.id}`;
  const { path, line, sha, replyTo } = comment;
  const place = {
    path,
    line,
    original_line: line,
    position: line,
    original_position: line,
    side: 'RIGHT',
  } as const;
  return {
    id: comment.id,
    node_id: nodeId('PullRequestReviewComment', comment.id),
    ...place,
    ...NOT_A_RANGE,
    ...(replyTo && { in_reply_to_id: replyTo.id }),
    diff_hunk: `@@ -0,0 +${line} @@`,
    subject_type: 'line',
    pull_request_review_id: comment.review.id,
    commit_id: sha,
    original_commit_id: sha,
    body: comment.body,
    user: userPayload(github, comment.author),
    author_association: associationOf(repository, comment.author),
    created_at: stamp(comment.createdAt),
    updated_at: stamp(comment.updatedAt),
    url: self,
    html_url: html,
    pull_request_url: pull,
    _links: { self: { href: self }, html: { href: html }, pull_request: { href: pull } },
    reactions: rollup(self, comment),
  } satisfies Like<'pull-request-review-comment'>;
}

const NOT_A_RANGE = { start_line: null, original_start_line: null, start_side: null };

import type { Comment, CommitComment, PullRequest, Repository } from '../../model.ts';
import type { GitHub } from '../github.ts';
import { integrationPayload } from './app.ts';
import { labelPayload, pullRequestHtml } from './pull-request.ts';
import { rollup } from './reaction.ts';
import { repositoryApi, repositoryHtml } from './repository.ts';
import { type Like, nodeId, stamp, stampOrNull } from './shape.ts';
import { associationOf, userPayload } from './user.ts';

export function commentPayload(github: GitHub, pullRequest: PullRequest, comment: Comment) {
  const { repository, number } = pullRequest;
  const api = repositoryApi(github, repository);
  return {
    id: comment.id,
    node_id: nodeId('IssueComment', comment.id),
    url: `${api}/issues/comments/${comment.id}`,
    html_url: `${pullRequestHtml(github, pullRequest)}#issuecomment-${comment.id}`,
    issue_url: `${api}/issues/${number}`,
    body: comment.body,
    reactions: rollup(`${api}/issues/comments/${comment.id}`, comment),
    user: userPayload(github, comment.author),
    created_at: stamp(comment.createdAt),
    updated_at: stamp(comment.updatedAt),
    author_association: associationOf(repository, comment.author),
    performed_via_github_app: comment.author === github.app.bot ? integrationPayload(github) : null,
  } satisfies Like<'issue-comment'>;
}

/** The issue that every pull request is, too. */
export function issuePayload(github: GitHub, pullRequest: PullRequest) {
  const { repository, number } = pullRequest;
  const api = repositoryApi(github, repository);
  const html = pullRequestHtml(github, pullRequest);
  return {
    id: pullRequest.id,
    node_id: nodeId('Issue', pullRequest.id),
    number,
    url: `${api}/issues/${number}`,
    repository_url: api,
    labels_url: `${api}/issues/${number}/labels{/name}`,
    events_url: `${api}/issues/${number}/events`,
    comments_url: `${api}/issues/${number}/comments`,
    html_url: html,
    title: pullRequest.title,
    user: userPayload(github, pullRequest.author),
    state: pullRequest.state,
    body: pullRequest.body,
    comments: pullRequest.comments.length,
    labels: pullRequest.labels.map((name) => labelPayload(api, name)),
    assignee: null,
    assignees: [],
    milestone: null,
    locked: false,
    active_lock_reason: null,
    draft: pullRequest.draft,
    closed_at: stampOrNull(pullRequest.closedAt),
    reactions: rollup(`${api}/issues/${number}`, { reactions: [] }),
    created_at: stamp(pullRequest.createdAt),
    updated_at: stamp(pullRequest.updatedAt),
    author_association: associationOf(repository, pullRequest.author),
    pull_request: {
      url: `${api}/pulls/${number}`,
      html_url: html,
      diff_url: `${html}.diff`,
      patch_url: `${html}.patch`,
      merged_at: pullRequest.merged ? stamp(pullRequest.merged.at) : null,
    },
  } satisfies Like<'issue'>;
}

export function commitCommentPayload(github: GitHub, repository: Repository, comment: CommitComment) {
  return {
    id: comment.id,
    node_id: nodeId('CommitComment', comment.id),
    url: `${repositoryApi(github, repository)}/comments/${comment.id}`,
    html_url: `${repositoryHtml(github, repository)}/commit/${comment.sha}#commitcomment-${comment.id}`,
    body: comment.body,
    reactions: rollup(`${repositoryApi(github, repository)}/comments/${comment.id}`, comment),
    path: null,
    position: null,
    line: null,
    commit_id: comment.sha,
    user: userPayload(github, comment.author),
    created_at: stamp(comment.createdAt),
    updated_at: stamp(comment.updatedAt),
    author_association: associationOf(repository, comment.author),
  } satisfies Like<'commit-comment'>;
}

import type { Comment, CommitComment, Conversation, PullRequest, Repository } from '../../model.ts';
import type { GitHub } from '../github.ts';
import { integrationPayload } from './app.ts';
import { labelPayload, pullRequestHtml } from './pull-request.ts';
import { rollup } from './reaction.ts';
import { repositoryApi, repositoryHtml } from './repository.ts';
import { type Like, nodeId, stamp, stampOrNull } from './shape.ts';
import { associationOf, userPayload } from './user.ts';

export function commentPayload(github: GitHub, conversation: Conversation, comment: Comment) {
  const { repository, number } = conversation;
  const api = repositoryApi(github, repository);
  return {
    id: comment.id,
    node_id: nodeId('IssueComment', comment.id),
    url: `${api}/issues/comments/${comment.id}`,
    html_url: `${conversationHtml(github, conversation)}#issuecomment-${comment.id}`,
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

function conversationHtml(github: GitHub, conversation: Conversation): string {
  if (conversation.kind === 'pull-request') return pullRequestHtml(github, conversation);
  return `${repositoryHtml(github, conversation.repository)}/issues/${conversation.number}`;
}

/** An issue, or the one that every pull request is, too. */
export function issuePayload(github: GitHub, conversation: Conversation) {
  return conversation.kind === 'issue'
    ? { ...plainIssue(github, conversation), state: 'open', labels: [], closed_at: null }
    : { ...plainIssue(github, conversation), ...ofPullRequest(github, conversation) };
}

function plainIssue(github: GitHub, conversation: Conversation) {
  const { repository, number } = conversation;
  const api = repositoryApi(github, repository);
  const html = conversationHtml(github, conversation);
  return {
    id: conversation.id,
    node_id: nodeId('Issue', conversation.id),
    number,
    url: `${api}/issues/${number}`,
    repository_url: api,
    labels_url: `${api}/issues/${number}/labels{/name}`,
    events_url: `${api}/issues/${number}/events`,
    comments_url: `${api}/issues/${number}/comments`,
    html_url: html,
    title: conversation.title,
    user: userPayload(github, conversation.author),
    body: conversation.body,
    comments: conversation.comments.length,
    assignee: null,
    assignees: [],
    milestone: null,
    locked: false,
    active_lock_reason: null,
    reactions: rollup(`${api}/issues/${number}`, { reactions: [] }),
    created_at: stamp(conversation.createdAt),
    updated_at: stamp(conversation.updatedAt),
    author_association: associationOf(repository, conversation.author),
  } satisfies Like<'issue'>;
}

function ofPullRequest(github: GitHub, pullRequest: PullRequest) {
  const { repository, number, state, draft, merged } = pullRequest;
  const api = repositoryApi(github, repository);
  const html = pullRequestHtml(github, pullRequest);
  return {
    state,
    draft,
    labels: pullRequest.labels.map((name) => labelPayload(api, name)),
    closed_at: stampOrNull(pullRequest.closedAt),
    pull_request: {
      url: `${api}/pulls/${number}`,
      html_url: html,
      diff_url: `${html}.diff`,
      patch_url: `${html}.patch`,
      merged_at: merged ? stamp(merged.at) : null,
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

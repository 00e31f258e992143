import { git, tryGit } from '../../git.ts';
import { countCommits } from '../../git-refs.ts';
import type { PullRequest, Repository } from '../../model.ts';
import { testMergeOf } from '../../pull-requests.ts';
import type { GitHub } from '../github.ts';
import { repositoryApi, repositoryHtml, repositoryPayload } from './repository.ts';
import { type Like, nodeId, stamp, stampOrNull } from './shape.ts';
import { teamPayload, wholeTeamPayload } from './team.ts';
import { associationOf, userPayload } from './user.ts';

export function pullRequestHtml(github: GitHub, { repository, number }: PullRequest): string {
  return `${repositoryHtml(github, repository)}/pull/${number}`;
}

function side(github: GitHub, repository: Repository, { branch, sha }: { branch: string; sha: string }) {
  const { owner } = repository;
  const repo = repositoryPayload(github, repository);
  return { label: `${owner.login}:${branch}`, ref: branch, sha, user: userPayload(github, owner), repo };
}

/** As in a list: without what has to be worked out. */
export async function pullRequestInList(github: GitHub, pullRequest: PullRequest) {
  const { repository, number, head, base, merged } = pullRequest;
  const api = repositoryApi(github, repository);
  const html = pullRequestHtml(github, pullRequest);
  const testMerge = pullRequest.state === 'open' ? await testMergeOf(github.world, pullRequest) : null;
  return {
    ...linksOf(api, html, pullRequest),
    id: pullRequest.id,
    node_id: nodeId('PullRequest', pullRequest.id),
    number,
    state: pullRequest.state,
    locked: false,
    title: pullRequest.title,
    user: userPayload(github, pullRequest.author),
    body: pullRequest.body,
    created_at: stamp(pullRequest.createdAt),
    updated_at: stamp(pullRequest.updatedAt),
    closed_at: stampOrNull(pullRequest.closedAt),
    merged_at: stampOrNull(merged?.at),
    merge_commit_sha: merged?.sha ?? testMerge,
    assignee: null,
    assignees: [],
    requested_reviewers: pullRequest.requestedReviewers.map((user) => userPayload(github, user)),
    requested_teams: pullRequest.requestedTeams.map((team) => wholeTeamPayload(github, team)),
    labels: pullRequest.labels.map((name) => labelPayload(api, name)),
    milestone: null,
    draft: pullRequest.draft,
    head: side(github, head.repository, head),
    base: side(github, repository, base),
    author_association: associationOf(repository, pullRequest.author),
    auto_merge: null,
    active_lock_reason: null,
  } satisfies Like<'pull-request-simple'>;
}

function linksOf(api: string, html: string, { number, head }: PullRequest) {
  const url = `${api}/pulls/${number}`;
  const links = {
    issue: `${api}/issues/${number}`,
    commits: `${url}/commits`,
    comments: `${api}/issues/${number}/comments`,
    review_comments: `${url}/comments`,
    review_comment: `${api}/pulls/comments{/number}`,
    statuses: `${api}/statuses/${head.sha}`,
  };
  const link = (href: string) => ({ href });
  return {
    url,
    html_url: html,
    diff_url: `${html}.diff`,
    patch_url: `${html}.patch`,
    issue_url: links.issue,
    commits_url: links.commits,
    comments_url: links.comments,
    review_comments_url: links.review_comments,
    review_comment_url: links.review_comment,
    statuses_url: links.statuses,
    _links: {
      self: link(url),
      html: link(html),
      issue: link(links.issue),
      commits: link(links.commits),
      comments: link(links.comments),
      review_comments: link(links.review_comments),
      review_comment: link(links.review_comment),
      statuses: link(links.statuses),
    },
  };
}

export function labelPayload(api: string, name: string) {
  const url = `${api}/labels/${encodeURIComponent(name)}`;
  return {
    id: 1,
    node_id: nodeId('Label', name),
    url,
    name,
    description: '',
    color: 'ededed',
    default: false,
  };
}

/** As it is alone, and in webhooks. */
export async function pullRequestPayload(github: GitHub, pullRequest: PullRequest) {
  const { repository, head, base, merged } = pullRequest;
  const simple = await pullRequestInList(github, pullRequest);
  const mergeable = pullRequest.state === 'open' ? simple.merge_commit_sha !== null : null;
  return {
    ...simple,
    requested_teams: pullRequest.requestedTeams.map((team) => teamPayload(github, team)),
    merged: merged !== undefined,
    merged_by: merged ? userPayload(github, merged.by) : null,
    mergeable,
    rebaseable: mergeable,
    mergeable_state: mergeable === null ? 'unknown' : mergeable ? 'clean' : 'dirty',
    comments: pullRequest.comments.length,
    review_comments: pullRequest.lineComments.length,
    maintainer_can_modify: false,
    commits: await countCommits(repository.gitDir, base.sha, head.sha),
    ...(await sizeOf(pullRequest)),
  } satisfies Like<'pull-request'>;
}

async function sizeOf({ repository, base, head }: PullRequest) {
  const { code } = await tryGit(repository.gitDir, ['merge-base', base.sha, head.sha]);
  const range = `${base.sha}${code === 0 ? '...' : '..'}${head.sha}`; // nothing in common: all that differs
  const listing = await git(repository.gitDir, ['diff', '--numstat', range]);
  const rows = listing
    .split('\n')
    .filter(Boolean)
    .map((line) => line.split('\t'));
  const sum = (column: number) => rows.reduce((total, row) => total + (Number(row[column]) || 0), 0);
  return { additions: sum(0), deletions: sum(1), changed_files: rows.length };
}

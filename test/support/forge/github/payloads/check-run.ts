import type { Annotation, CheckRun } from '../../check-model.ts';
import type { Repository } from '../../model.ts';
import type { GitHub } from '../github.ts';
import { integrationPayload } from './app.ts';
import { repositoryApi, repositoryHtml, repositoryPayload } from './repository.ts';
import { type Like, nodeId, stamp, stampOrNull } from './shape.ts';

export function checkRunPayload(github: GitHub, repository: Repository, run: CheckRun) {
  const url = `${repositoryApi(github, repository)}/check-runs/${run.id}`;
  const html = `${repositoryHtml(github, repository)}/runs/${run.id}`;
  return {
    id: run.id,
    node_id: nodeId('CheckRun', run.id),
    name: run.name,
    head_sha: run.headSha,
    external_id: run.externalId ?? '',
    url,
    html_url: html,
    details_url: run.detailsUrl ?? html,
    status: run.status,
    conclusion: run.conclusion,
    started_at: stampOrNull(run.startedAt),
    completed_at: stampOrNull(run.completedAt),
    output: {
      title: run.title,
      summary: run.summary,
      text: run.text,
      annotations_count: run.annotations.length,
      annotations_url: `${url}/annotations`,
    },
    check_suite: { id: run.suiteId },
    app: integrationPayload(github),
    pull_requests: pullRequestsOn(github, repository, run.headSha),
  } satisfies Like<'check-run'>;
}

export function annotationPayload({ path, startLine, endLine, level, message, title }: Annotation) {
  return {
    path,
    start_line: startLine,
    end_line: endLine,
    start_column: null,
    end_column: null,
    annotation_level: level,
    message,
    title,
    raw_details: null,
  } satisfies Like<'check-annotation'>;
}

/** GitHub leaves out the pull requests of forks here. */
function pullRequestsOn(github: GitHub, repository: Repository, sha: string) {
  const api = repositoryApi(github, repository);
  const { id, name } = repositoryPayload(github, repository);
  const repo = { id, name, url: api };
  return repository.pullRequests
    .filter(({ state, head }) => state === 'open' && head.sha === sha && head.repository === repository)
    .map(({ id: pullRequestId, number, head, base }) => ({
      id: pullRequestId,
      number,
      url: `${api}/pulls/${number}`,
      head: { ref: head.branch, sha: head.sha, repo },
      base: { ref: base.branch, sha: base.sha, repo },
    }));
}

/** As it stands in a check run. */
export function checkSuitePayload(
  github: GitHub,
  repository: Repository,
  suite: { id: number; headSha: string },
) {
  const at = stamp(repository.createdAt);
  return {
    before: null,
    after: suite.headSha,
    created_at: at,
    updated_at: at,
    id: suite.id,
    node_id: nodeId('CheckSuite', suite.id),
    head_branch: repository.pullRequests.find(({ head }) => head.sha === suite.headSha)?.head.branch ?? null,
    head_sha: suite.headSha,
    status: 'completed' as const,
    conclusion: null,
    url: `${repositoryApi(github, repository)}/check-suites/${suite.id}`,
    pull_requests: pullRequestsOn(github, repository, suite.headSha),
    app: integrationPayload(github),
  } satisfies Like<'check-suite'>;
}

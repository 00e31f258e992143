import { z } from 'zod';
import { commitLog } from '../../git-log.ts';
import { mergePullRequest } from '../../merging.ts';
import type { PullRequest, Repository } from '../../model.ts';
import { closePullRequest, editPullRequest, reopenPullRequest } from '../../pull-request-edits.ts';
import { openPullRequest, pullRequestNumbered } from '../../pull-requests.ts';
import { pageOf, paging } from '../pagination.ts';
import { commitPayload } from '../payloads/commit.ts';
import { pullRequestInList, pullRequestPayload } from '../payloads/pull-request.ts';
import { invalid } from '../rest-error.ts';
import { nothing, type RepositoryCall, repositoryRoute } from '../route.ts';

const READ = { app: { pull_requests: 'read' }, person: 'read' } as const;
const WRITE = { app: { pull_requests: 'write' }, person: 'read' } as const;
/** Tailrace opens pull requests, people merge them. */
const PEOPLE_MERGE = { app: 'refused', person: 'write' } as const;

const ListQuery = z.strictObject({
  ...paging,
  state: z.enum(['open', 'closed', 'all']).default('open'),
  head: z
    .string()
    .regex(/^[^:]+:.+$/, 'must be owner:branch')
    .optional(),
  base: z.string().optional(),
  sort: z.enum(['created', 'updated', 'popularity', 'long-running']).default('created'),
  direction: z.enum(['asc', 'desc']).optional(),
});

const Opening = z.strictObject({
  title: z.string().min(1).max(256),
  head: z.string(),
  base: z.string(),
  body: z.string().max(65_536).nullish(),
  draft: z.boolean().optional(),
  maintainer_can_modify: z.boolean().optional(),
});

const Patch = z.strictObject({
  title: z.string().min(1).max(256).optional(),
  body: z.string().max(65_536).nullish(),
  base: z.string().optional(),
  state: z.enum(['open', 'closed']).optional(),
});

const Merge = z.strictObject({
  merge_method: z.enum(['merge', 'squash', 'rebase']).default('merge'),
  sha: z.string().optional(),
  commit_title: z.string().optional(),
  commit_message: z.string().optional(),
});

/** @throws Refusal when there is no pull request with the path's number. */
export function pullRequestOf({ repository, param }: RepositoryCall<unknown>): PullRequest {
  return pullRequestNumbered(repository, Number(param('number')));
}

export const pullRoutes = [
  repositoryRoute('GET /pulls', READ, ListQuery, async (call) => {
    const found = selected(call.repository, call.input);
    return pageOf(call, await Promise.all(found.map((one) => pullRequestInList(call.github, one))));
  }),

  repositoryRoute('POST /pulls', WRITE, Opening, async ({ github, repository, actor, input }) => {
    const [head = '', owner = repository.owner.login] = input.head.split(':').reverse();
    const { repositories } = github.world;
    const headRepository = [...repositories.values()].find(
      (one) => one.owner.login === owner && (one === repository || one.parent === repository),
    );
    if (!headRepository) throw invalid('head', 'head is invalid', 'invalid');
    const wanted = { ...input, repository, headRepository, head, author: actor };
    const pullRequest = await openPullRequest(github.world, wanted);
    return { status: 201, body: await pullRequestPayload(github, pullRequest) };
  }),

  repositoryRoute('GET /pulls/:number(\\d+)', READ, nothing, async (call) => {
    return { status: 200, body: await pullRequestPayload(call.github, pullRequestOf(call)) };
  }),

  repositoryRoute('PATCH /pulls/:number(\\d+)', WRITE, Patch, async (call) => {
    const { github, actor } = call;
    const pullRequest = pullRequestOf(call);
    const { state, ...patch } = call.input;
    await editPullRequest(github.world, pullRequest, patch, actor);
    if (state === 'closed') await closePullRequest(github.world, pullRequest, actor);
    if (state === 'open') await reopenPullRequest(github.world, pullRequest, actor);
    return { status: 200, body: await pullRequestPayload(github, pullRequest) };
  }),

  repositoryRoute('GET /pulls/:number(\\d+)/commits', READ, z.strictObject(paging), async (call) => {
    const { base, head } = pullRequestOf(call);
    const commits = await commitLog(call.repository.gitDir, ['--reverse', `${base.sha}..${head.sha}`]);
    return pageOf(
      call,
      commits.map((commit) => commitPayload(call.github, call.repository, commit)),
    );
  }),

  repositoryRoute('PUT /pulls/:number(\\d+)/merge', PEOPLE_MERGE, Merge, async (call) => {
    const { merge_method: method, sha: head, commit_title: title, commit_message: message } = call.input;
    const wish = { method, head, title, message, actor: call.actor };
    const sha = await mergePullRequest(call.github.world, pullRequestOf(call), wish);
    return { status: 200, body: { sha, merged: true, message: 'Pull Request successfully merged' } };
  }),
];

function selected(repository: Repository, query: z.output<typeof ListQuery>): PullRequest[] {
  const { state, head, base, sort, direction = sort === 'created' ? 'desc' : 'asc' } = query;
  const time = (one: PullRequest) => (sort === 'updated' ? one.updatedAt.getTime() : one.number);
  return repository.pullRequests
    .filter((one) => state === 'all' || one.state === state)
    .filter((one) => base === undefined || one.base.branch === base)
    .filter((one) => head === undefined || `${one.head.repository.owner.login}:${one.head.branch}` === head)
    .sort((a, b) => (direction === 'asc' ? time(a) - time(b) : time(b) - time(a)));
}

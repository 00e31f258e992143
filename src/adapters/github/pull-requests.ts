import type { ProbotOctokit } from 'probot';
import type { RepositoryRef } from '../../domain/repository-ref.ts';
import type { PullRequest, PullRequests } from '../../ports/forge.ts';
import type { OctokitFor } from './installations.ts';
import type { JustMade } from './just-made.ts';
import { requestReviews, reviewIn } from './reviews.ts';
import { statusOf } from './status-of.ts';
import { once, untilMade } from './upsert.ts';

type Detailed = Awaited<ReturnType<ProbotOctokit['rest']['pulls']['get']>>['data'];
type Listed = Awaited<ReturnType<ProbotOctokit['rest']['pulls']['list']>>['data'][number];
type Wanted = Parameters<PullRequests['ensure']>[1];

/** GitHub's pull requests. Only single ones (`get`, `ofCommit`) say who merged them. */
export function githubPullRequests(octokitFor: OctokitFor, made: JustMade, secondMs: number): PullRequests {
  return {
    get: async (repository, number) => get(await octokitFor(repository), repository, number),
    listOpen: async (repository, base) => {
      const octokit = await octokitFor(repository);
      const filter = { ...at(repository), state: 'open' as const, per_page: 100, ...(base ? { base } : {}) };
      return (await octokit.paginate(octokit.rest.pulls.list, filter)).map(translate);
    },
    newest: async (repository, between) => {
      const octokit = await octokitFor(repository);
      return newest(octokit, repository, between, { state: 'all', per_page: 1 });
    },
    reviews: async (repository, pull_number) => {
      const octokit = await octokitFor(repository);
      const wanted = { ...at(repository), pull_number, per_page: 100 };
      return (await octokit.paginate(octokit.rest.pulls.listReviews, wanted)).flatMap(reviewIn);
    },
    requestReviews: async (repository, number, reviewers) =>
      requestReviews(await octokitFor(repository), repository, number, reviewers),
    ofCommit: async (repository, commit_sha) => {
      const octokit = await octokitFor(repository);
      const list = octokit.rest.repos.listPullRequestsAssociatedWithCommit;
      const found = await octokit.paginate(list, { ...at(repository), commit_sha, per_page: 100 });
      const numbers = found.map(({ number }) => number).sort((a, b) => b - a);
      return Promise.all(numbers.map((number) => get(octokit, repository, number)));
    },
    ensure: async (repository, wanted, looked) => {
      const octokit = await octokitFor(repository);
      let known = looked;
      const attempt = async () => {
        const found = known ? known.newest : await newest(octokit, repository, wanted, { state: 'open' });
        known = undefined;
        const pull = await ensure(octokit, repository, wanted, found);
        if (found?.state !== 'open') made.note(repository, pull.number);
        return pull;
      };
      return untilMade(attempt, secondMs);
    },
    close: async (repository, pull_number) => {
      const octokit = await octokitFor(repository);
      await octokit.rest.pulls.update({ ...at(repository), pull_number, state: 'closed' });
    },
    reopen: async (repository, pull_number) => {
      const octokit = await octokitFor(repository);
      try {
        await octokit.rest.pulls.update({ ...at(repository), pull_number, state: 'open' });
        return true;
      } catch (error) {
        if (statusOf(error) !== 422) throw error;
        return false;
      }
    },
  };
}

async function get(octokit: ProbotOctokit, repository: RepositoryRef, pull_number: number) {
  return translate((await octokit.rest.pulls.get({ ...at(repository), pull_number })).data);
}

async function newest(
  octokit: ProbotOctokit,
  repository: RepositoryRef,
  { head, base }: Pick<Wanted, 'head' | 'base'>,
  filter: { readonly state: 'open' | 'all'; readonly per_page?: number },
): Promise<PullRequest | undefined> {
  const between = { ...at(repository), head: `${repository.owner}:${head}`, base };
  const { data } = await octokit.rest.pulls.list({ ...between, ...filter });
  return data[0] && translate(data[0]);
}

async function ensure(
  octokit: ProbotOctokit,
  repository: RepositoryRef,
  wanted: Wanted,
  found: PullRequest | undefined,
): Promise<PullRequest> {
  const { pulls } = octokit.rest;
  const { title, body } = wanted;
  if (found?.state !== 'open')
    return translate((await pulls.create({ ...at(repository), ...wanted, ...once })).data);
  if (found.title === title && found.body === body) return found;
  const changed = await pulls.update({ ...at(repository), pull_number: found.number, title, body });
  return translate(changed.data);
}

/** GitHub's `author_association` (GraphQL API, "CommentAuthorAssociation"). */
const newcomers: ReadonlySet<string> = new Set(['FIRST_TIMER', 'FIRST_TIME_CONTRIBUTOR', 'NONE']);

function at({ owner, name }: RepositoryRef): { owner: string; repo: string } {
  return { owner, repo: name };
}

function translate(pull: Detailed | Listed): PullRequest {
  return {
    number: pull.number,
    title: pull.title,
    body: pull.body ?? '',
    // An account that was deleted stands as "ghost" on GitHub's pages.
    author: pull.user?.login ?? 'ghost',
    state: pull.state === 'open' ? 'open' : 'closed',
    merged: Boolean(pull.merged_at),
    ...('merged_by' in pull && pull.merged_by ? { mergedBy: pull.merged_by.login } : {}),
    draft: pull.draft ?? false,
    // A fork that was deleted has no repository any more.
    fork: pull.head.repo?.full_name !== pull.base.repo.full_name,
    newcomer: newcomers.has(pull.author_association),
    head: { branch: pull.head.ref, commit: pull.head.sha },
    base: { branch: pull.base.ref, commit: pull.base.sha },
    url: pull.html_url,
  };
}

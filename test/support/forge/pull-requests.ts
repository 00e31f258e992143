import { requireRole } from './access.ts';
import { git } from './git.ts';
import { mergeCommit } from './git-merge.ts';
import { branchHead, countCommits, updateRef } from './git-refs.ts';
import { nextNumber } from './issues.ts';
import type { PullRequest, Repository, User } from './model.ts';
import { Refusal } from './refusal.ts';
import { inTurn } from './turns.ts';
import { emit, type World } from './world.ts';

export interface NewPullRequest {
  readonly author: User;
  /** Where it is opened. */
  readonly repository: Repository;
  /** Where the head branch is: the same repository, or a fork. */
  readonly headRepository: Repository;
  readonly head: string;
  readonly base: string;
  readonly title: string;
  readonly body?: string | null | undefined;
  readonly draft?: boolean | undefined;
}

/** @throws Refusal for an unknown branch, for nothing to merge, and for a second one of the same branches. */
export async function openPullRequest(world: World, wanted: NewPullRequest): Promise<PullRequest> {
  const { repository, headRepository, author } = wanted;
  requireRole(repository, author, 'read');
  requireRole(headRepository, author, 'write');
  const sha = await branchHead(headRepository.gitDir, wanted.head);
  if (!sha) throw new Refusal('invalid', `There is no branch ${wanted.head}.`, 'head');
  const base = await branchHead(repository.gitDir, wanted.base);
  if (!base) throw new Refusal('invalid', `There is no branch ${wanted.base}.`, 'base');
  const pullRequest = newRecord(world, wanted, { head: sha, base });
  refuseDuplicate(pullRequest);
  await bringHead(pullRequest);
  if ((await countCommits(repository.gitDir, base, sha)) === 0)
    throw new Refusal('invalid', `No commits between ${wanted.base} and ${wanted.head}`);
  repository.pullRequests.push(pullRequest);
  await emit(world, { kind: 'pull-request', action: 'opened', repository, actor: author, pullRequest });
  return pullRequest;
}

function newRecord(world: World, wanted: NewPullRequest, shas: { head: string; base: string }): PullRequest {
  const at = world.now();
  return {
    kind: 'pull-request',
    id: world.nextId(),
    number: nextNumber(wanted.repository),
    repository: wanted.repository,
    head: { repository: wanted.headRepository, branch: wanted.head, sha: shas.head },
    base: { branch: wanted.base, sha: shas.base },
    author: wanted.author,
    title: wanted.title,
    body: wanted.body ?? null,
    draft: wanted.draft ?? false,
    state: 'open',
    createdAt: at,
    updatedAt: at,
    closedAt: null,
    merged: undefined,
    testMerge: undefined,
    labels: [],
    requestedReviewers: [],
    requestedTeams: [],
    comments: [],
    lineComments: [],
    reviews: [],
  };
}

/** @throws Refusal when another open pull request has the same two branches. */
export function refuseDuplicate(pullRequest: PullRequest): void {
  const { repository, head, base } = pullRequest;
  const twin = repository.pullRequests.find(
    (other) =>
      other !== pullRequest &&
      other.state === 'open' &&
      other.head.repository === head.repository &&
      other.head.branch === head.branch &&
      other.base.branch === base.branch,
  );
  if (!twin) return;
  const label = `${head.repository.owner.login}:${head.branch}`;
  throw new Refusal('invalid', `A pull request already exists for ${label}.`);
}

export function markClosed(world: World, pullRequest: PullRequest): void {
  pullRequest.state = 'closed';
  pullRequest.closedAt = world.now();
}

/** Keeps `refs/pull/<n>/head` at the head, whose commits may have to come from a fork. */
export async function bringHead({ repository, head, number }: PullRequest): Promise<void> {
  const ref = `refs/pull/${number}/head`;
  if (head.repository === repository) return updateRef(repository.gitDir, ref, head.sha);
  await git(repository.gitDir, ['fetch', '--quiet', head.repository.gitDir, `+${head.sha}:${ref}`]);
}

/** The commit that merging now would give, or null on a conflict; kept until one of the two branches moves. */
export function testMergeOf(world: World, pullRequest: PullRequest): Promise<string | null> {
  return inTurn(pullRequest, () => testMerge(world, pullRequest));
}

async function testMerge(world: World, pullRequest: PullRequest): Promise<string | null> {
  const { repository, head, number, author } = pullRequest;
  const { gitDir } = repository;
  const base = (await branchHead(gitDir, pullRequest.base.branch)) ?? pullRequest.base.sha;
  const known = pullRequest.testMerge;
  if (known && known.base === base && known.head === head.sha) return known.sha;
  const message = `Merge ${head.sha} into ${base}`;
  const signed = { author, committer: world.webCommitter, at: world.now() };
  const sha = (await mergeCommit({ gitDir, base, head: head.sha, message, ...signed })) ?? null;
  if (sha) await updateRef(gitDir, `refs/pull/${number}/merge`, sha);
  pullRequest.testMerge = { base, head: head.sha, sha };
  return sha;
}

/** @throws Refusal when the repository has no pull request with this number. */
export function pullRequestNumbered(repository: Repository, number: number): PullRequest {
  const found = repository.pullRequests.find((candidate) => candidate.number === number);
  if (!found) throw new Refusal('missing', `${repository.fullName} has no pull request ${number}.`);
  return found;
}

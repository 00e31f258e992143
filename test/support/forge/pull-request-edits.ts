import { atLeast, requireRole, roleOf } from './access.ts';
import type { PullRequestChanges } from './forge-event.ts';
import { branchHead } from './git-refs.ts';
import type { PullRequest, User } from './model.ts';
import { bringHead, refuseDuplicate } from './pull-requests.ts';
import { Refusal } from './refusal.ts';
import { emit, type World } from './world.ts';

export interface PullRequestPatch {
  readonly title?: string | undefined;
  readonly body?: string | null | undefined;
  readonly base?: string | undefined;
}

/** Authors may change their own pull requests, others need write access. */
function requireSay(pullRequest: PullRequest, actor: User): void {
  if (actor !== pullRequest.author) requireRole(pullRequest.repository, actor, 'triage');
}

export async function editPullRequest(
  world: World,
  pullRequest: PullRequest,
  patch: PullRequestPatch,
  actor: User,
): Promise<void> {
  requireSay(pullRequest, actor);
  const changes: PullRequestChanges = {
    ...(patch.title !== undefined && patch.title !== pullRequest.title && { title: pullRequest.title }),
    ...(patch.body !== undefined && patch.body !== pullRequest.body && { body: pullRequest.body }),
    ...(patch.base !== undefined &&
      patch.base !== pullRequest.base.branch && { base: { ...pullRequest.base } }),
  };
  if (Object.keys(changes).length === 0) return;
  if (changes.base && patch.base !== undefined) await retarget(pullRequest, patch.base);
  if (patch.title !== undefined) pullRequest.title = patch.title;
  if (patch.body !== undefined) pullRequest.body = patch.body;
  await tell(world, pullRequest, actor, 'edited', changes);
}

async function retarget(pullRequest: PullRequest, branch: string): Promise<void> {
  const sha = await branchHead(pullRequest.repository.gitDir, branch);
  if (!sha) throw new Refusal('invalid', `There is no branch ${branch}.`, 'base');
  if (pullRequest.state === 'closed')
    throw new Refusal('invalid', 'Cannot change the base branch of a closed pull request.', 'base');
  refuseDuplicate({ ...pullRequest, base: { branch, sha } });
  Object.assign(pullRequest.base, { branch, sha });
}

export async function closePullRequest(world: World, pullRequest: PullRequest, actor: User): Promise<void> {
  requireSay(pullRequest, actor);
  if (pullRequest.state === 'closed') return;
  markClosed(world, pullRequest);
  await tell(world, pullRequest, actor, 'closed');
}

export function markClosed(world: World, pullRequest: PullRequest): void {
  pullRequest.state = 'closed';
  pullRequest.closedAt = world.now();
}

/** @throws Refusal when it is merged, or its head branch is gone. */
export async function reopenPullRequest(world: World, pullRequest: PullRequest, actor: User): Promise<void> {
  requireSay(pullRequest, actor);
  if (pullRequest.state === 'open') return;
  const { head } = pullRequest;
  const sha = await branchHead(head.repository.gitDir, head.branch);
  if (pullRequest.merged || !sha)
    throw new Refusal('invalid', 'state cannot be changed. The pull request cannot be reopened.', 'state');
  refuseDuplicate(pullRequest);
  head.sha = sha;
  await bringHead(pullRequest);
  pullRequest.state = 'open';
  pullRequest.closedAt = null;
  await tell(world, pullRequest, actor, 'reopened');
}

export async function markReady(world: World, pullRequest: PullRequest, actor: User): Promise<void> {
  requireSay(pullRequest, actor);
  if (!pullRequest.draft) return;
  pullRequest.draft = false;
  await tell(world, pullRequest, actor, 'ready_for_review');
}

/** @throws Refusal when a reviewer can't see the repository. */
export function requestReviewers(pullRequest: PullRequest, reviewers: readonly User[]): void {
  for (const reviewer of reviewers) {
    if (reviewer === pullRequest.author)
      throw new Refusal('invalid', 'Review cannot be requested from pull request author.');
    if (!atLeast(roleOf(pullRequest.repository, reviewer), 'read'))
      throw new Refusal('invalid', 'Reviews may only be requested from collaborators.');
    if (!pullRequest.requestedReviewers.includes(reviewer)) pullRequest.requestedReviewers.push(reviewer);
  }
}

/** @throws Refusal for a team that the repository's owner doesn't have. */
export function requestTeams({ teams }: World, pullRequest: PullRequest, slugs: readonly string[]): void {
  for (const slug of slugs) {
    if (!teams.has(`${pullRequest.repository.owner.login}/${slug}`))
      throw new Refusal('invalid', 'Could not resolve to a node with the global id of the team.');
    if (!pullRequest.requestedTeams.includes(slug)) pullRequest.requestedTeams.push(slug);
  }
}

async function tell(
  world: World,
  pullRequest: PullRequest,
  actor: User,
  action: 'edited' | 'closed' | 'reopened' | 'ready_for_review',
  changes: PullRequestChanges = {},
): Promise<void> {
  pullRequest.updatedAt = world.now();
  const { repository } = pullRequest;
  await emit(world, { kind: 'pull-request', action, repository, actor, pullRequest, changes });
}

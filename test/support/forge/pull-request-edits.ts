import { requireRole } from './access.ts';
import type { PullRequestAction, PullRequestChanges } from './forge-event.ts';
import { branchHead, isAncestor } from './git-refs.ts';
import type { PullRequest, User } from './model.ts';
import { bringHead, markClosed, refuseDuplicate } from './pull-requests.ts';
import { moveRef } from './ref-news.ts';
import { Refusal } from './refusal.ts';
import { inTurn } from './turns.ts';
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

/** @throws Refusal when it is merged, or its head branch is gone. */
export async function reopenPullRequest(world: World, pullRequest: PullRequest, actor: User): Promise<void> {
  requireSay(pullRequest, actor);
  if (pullRequest.state === 'open') return;
  const { head } = pullRequest;
  const sha = await branchHead(head.repository.gitDir, head.branch);
  if (pullRequest.merged || !sha)
    throw new Refusal('invalid', 'state cannot be changed. The pull request cannot be reopened.', 'state');
  if (!(await isAncestor(head.repository.gitDir, head.sha, sha))) {
    const why = `The ${head.branch} branch was force-pushed or recreated.`;
    throw new Refusal('invalid', `state cannot be changed. ${why}`, 'state');
  }
  refuseDuplicate(pullRequest);
  head.sha = sha;
  await bringHead(pullRequest);
  pullRequest.state = 'open';
  pullRequest.closedAt = null;
  await tell(world, pullRequest, actor, 'reopened');
}

/** Makes it a draft, or no longer one. */
export async function setDraft(
  world: World,
  pullRequest: PullRequest,
  draft: boolean,
  actor: User,
): Promise<void> {
  requireSay(pullRequest, actor);
  if (pullRequest.draft === draft) return;
  pullRequest.draft = draft;
  await tell(world, pullRequest, actor, draft ? 'converted_to_draft' : 'ready_for_review');
}

/** Puts the head branch of a closed pull request back, as the button does. @throws Refusal when there is one. */
export function restoreBranch(world: World, { head, repository }: PullRequest, actor: User): Promise<void> {
  return inTurn(head.repository, async () => {
    requireRole(head.repository, actor, 'write');
    if (await branchHead(head.repository.gitDir, head.branch))
      throw new Refusal('invalid', `The branch ${head.branch} is there.`);
    if (head.repository !== repository) throw new Refusal('invalid', 'A fork restores its own branches.');
    await moveRef(world, { repository, actor, ref: `refs/heads/${head.branch}`, sha: head.sha });
  });
}

async function tell(
  world: World,
  pullRequest: PullRequest,
  actor: User,
  action: PullRequestAction,
  changes: PullRequestChanges = {},
): Promise<void> {
  pullRequest.updatedAt = world.now();
  const { repository } = pullRequest;
  await emit(world, { kind: 'pull-request', action, repository, actor, pullRequest, changes });
}

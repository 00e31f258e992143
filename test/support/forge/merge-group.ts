import { updateRef } from './git-refs.ts';
import { closeAsMerged, type MergeMethod, mergedCommit } from './merging.ts';
import type { GroupEnd, MergeGroup, PullRequest, QueueEntry } from './model.ts';
import { protectionOf } from './protection.ts';
import { announceRefs, moveRef } from './ref-news.ts';
import { emit, type World } from './world.ts';

/** How the forge merges: the queue's own setting, here the first that the branch allows. */
export function methodOf({ repository, base }: PullRequest): MergeMethod {
  return protectionOf(repository, base.branch)?.linearHistory ? 'squash' : 'merge';
}

/** Merges on a branch of the queue's own, and asks for checks there. False on a conflict. */
export async function buildGroup(world: World, entry: QueueEntry, onto: string): Promise<boolean> {
  const { pullRequest, actor } = entry;
  const { repository, base, number } = pullRequest;
  const sha = await mergedCommit(world, pullRequest, { method: methodOf(pullRequest), actor }, onto);
  if (!sha) return false;
  const branch = world.queueing.branchOf(base.branch, number, onto);
  const group = { branch, sha, base: { branch: base.branch, sha: onto } };
  entry.group = group;
  const bot = world.queueing.bot(world);
  await moveRef(world, { repository, actor: bot, ref: `refs/heads/${branch}`, sha });
  await tell(world, entry, group, 'checks-requested');
  return true;
}

/** Takes the group's branch away; a pull request that stays in the queue gets another group. */
export async function destroyGroup(world: World, entry: QueueEntry, end: GroupEnd): Promise<void> {
  const { group } = entry;
  if (!group) return;
  entry.group = undefined;
  await tell(world, entry, group, 'destroyed', end);
  const { repository } = entry.pullRequest;
  const bot = world.queueing.bot(world);
  await moveRef(world, { repository, actor: bot, ref: `refs/heads/${group.branch}`, sha: undefined });
}

/** The tested commit becomes the base branch's head. */
export async function mergeGroup(world: World, entry: QueueEntry): Promise<void> {
  const { pullRequest, group } = entry;
  if (!group) throw new Error('There is nothing to merge.');
  const { repository } = pullRequest;
  const actor = world.queueing.bot(world);
  const ref = `refs/heads/${group.base.branch}`;
  await updateRef(repository.gitDir, ref, group.sha, group.base.sha);
  repository.queue.splice(repository.queue.indexOf(entry), 1);
  await closeAsMerged(world, pullRequest, actor, group.sha);
  const moved = { before: new Map([[ref, group.base.sha]]), after: new Map([[ref, group.sha]]) };
  await announceRefs(world, { repository, actor, ...moved });
  const gone = { kind: 'pull-request', action: 'dequeued', repository, actor, pullRequest } as const;
  await emit(world, { ...gone, reason: 'merged' });
  await destroyGroup(world, entry, 'merged');
}

async function tell(
  world: World,
  { pullRequest }: QueueEntry,
  group: MergeGroup,
  action: 'checks-requested' | 'destroyed',
  end?: GroupEnd,
): Promise<void> {
  const { repository } = pullRequest;
  const actor = world.queueing.bot(world);
  await emit(world, { kind: 'merge-group', action, repository, actor, group, ...(end && { end }) });
}

import { requireRole } from './access.ts';
import { missingChecks } from './checks.ts';
import type { ForgeEvent } from './forge-event.ts';
import { branchHead } from './git-refs.ts';
import { buildGroup, destroyGroup, mergeGroup, methodOf } from './merge-group.ts';
import { requireRules } from './merge-rules.ts';
import type { DequeueReason, PullRequest, QueueEntry, Repository, User } from './model.ts';
import { protectionOf } from './protection.ts';
import { Refusal } from './refusal.ts';
import { inTurn } from './turns.ts';
import { emit, type World } from './world.ts';

/** Puts a pull request, which has to be fit to be merged, into its base branch's queue. @throws Refusal when it is not. */
export function enqueue(world: World, pullRequest: PullRequest, actor: User): Promise<void> {
  const { repository, base } = pullRequest;
  return inTurn(repository, async () => {
    requireRole(repository, actor, 'write');
    if (!protectionOf(repository, base.branch)?.mergeQueue)
      throw new Refusal('invalid', `${base.branch} has no merge queue.`);
    if (pullRequest.draft || pullRequest.state === 'closed' || entryOf(pullRequest))
      throw new Refusal('not-mergeable', 'Pull request is closed, a draft, or already in the queue.');
    const sha = (await branchHead(repository.gitDir, base.branch)) ?? base.sha;
    await requireRules(world, pullRequest, { method: methodOf(pullRequest), actor, base: sha, queued: true });
    repository.queue.push({ pullRequest, actor, group: undefined });
    await emit(world, { kind: 'pull-request', action: 'enqueued', repository, actor, pullRequest });
    await advance(world, repository);
  });
}

/** Takes a pull request out again. @throws Refusal when it is not in the queue. */
export function dequeue(world: World, pullRequest: PullRequest, actor: User): Promise<void> {
  return inTurn(pullRequest.repository, async () => {
    const entry = entryOf(pullRequest);
    if (!entry) throw new Refusal('missing', 'The pull request is not in the queue.');
    await leave(world, entry, { actor, reason: 'manual' });
    await advance(world, pullRequest.repository);
  });
}

/** Goes on with a queue after a check, a push, or what a person did to a pull request that waits in it. */
export async function followQueue(world: World, event: ForgeEvent): Promise<void> {
  const { repository } = event;
  if (repository.queue.length === 0 || !MOVING.has(event.kind)) return;
  await inTurn(repository, async () => {
    const entry = event.kind === 'pull-request' && isUnfit(event) && entryOf(event.pullRequest);
    if (entry) await leave(world, entry, { actor: event.actor, reason: 'unfit' });
    await advance(world, repository);
  });
}

const MOVING: ReadonlySet<ForgeEvent['kind']> = new Set(['push', 'check-run', 'pull-request']);

function isUnfit({ action, changes }: Extract<ForgeEvent, { kind: 'pull-request' }>): boolean {
  return ['closed', 'synchronize', 'converted_to_draft'].includes(action) || changes?.base !== undefined;
}

function entryOf(pullRequest: PullRequest): QueueEntry | undefined {
  return pullRequest.repository.queue.find((entry) => entry.pullRequest === pullRequest);
}

const advancing = new WeakSet<Repository>();

/** Takes steps until the queues have to wait. What a step sets off comes back here, and is seen by the next step. */
async function advance(world: World, repository: Repository): Promise<void> {
  if (advancing.has(repository)) return;
  advancing.add(repository);
  try {
    while (await stepAny(world, repository));
  } finally {
    advancing.delete(repository);
  }
}

async function stepAny(world: World, { queue }: Repository): Promise<boolean> {
  for (const base of new Set(queue.map(({ pullRequest }) => pullRequest.base.branch))) {
    const waiting = queue.filter(({ pullRequest }) => pullRequest.base.branch === base);
    if ((await rebuild(world, waiting)) || (await finishFirst(world, waiting))) return true;
  }
  return false;
}

/** Every pull request is tested on top of those before it. */
async function rebuild(world: World, waiting: readonly QueueEntry[]): Promise<boolean> {
  const [first] = waiting;
  let onto = first && (await branchHead(first.pullRequest.repository.gitDir, first.pullRequest.base.branch));
  for (const entry of waiting) {
    if (!entry.group && onto) {
      if (!(await buildGroup(world, entry, onto))) await leave(world, entry, { reason: 'conflict' });
      return true;
    }
    if (entry.group?.base.sha !== onto) {
      await destroyGroup(world, entry, 'invalidated');
      return true;
    }
    onto = entry.group?.sha;
  }
  return false;
}

async function finishFirst(world: World, [entry]: readonly QueueEntry[]): Promise<boolean> {
  if (!entry?.group) return false;
  const { repository, base } = entry.pullRequest;
  const required = protectionOf(repository, base.branch)?.checks ?? [];
  const missing = missingChecks(repository, entry.group.sha, required);
  if (missing && missing.failing.length === 0) return false;
  if (missing) await leave(world, entry, { reason: 'failed-checks' });
  else await mergeGroup(world, entry);
  return true;
}

async function leave(
  world: World,
  entry: QueueEntry,
  { actor, reason }: { actor?: User; reason: DequeueReason },
): Promise<void> {
  const { pullRequest } = entry;
  const { repository } = pullRequest;
  repository.queue.splice(repository.queue.indexOf(entry), 1);
  const by = actor ?? world.queueing.bot(world);
  await emit(world, { kind: 'pull-request', action: 'dequeued', repository, actor: by, pullRequest, reason });
  await destroyGroup(world, entry, 'dequeued');
}

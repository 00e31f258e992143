import { atLeast, roleOf } from './access.ts';
import { missingChecks } from './checks.ts';
import { isAncestor } from './git-refs.ts';
import type { MergeMethod } from './merging.ts';
import type { PullRequest, Review, User } from './model.ts';
import { type Protection, protectionOf } from './protection.ts';
import { Refusal } from './refusal.ts';
import { unverifiedCommits } from './signatures.ts';
import type { Violation } from './violations.ts';
import type { World } from './world.ts';

export interface MergeAttempt {
  readonly method: MergeMethod;
  readonly actor: User;
  /** The base branch's head. */
  readonly base: string;
  /** By the branch's queue. */
  readonly queued?: boolean;
}

/** @throws Refusal with everything that the base branch's rules have against merging this now, by this person and in this way. */
export async function requireRules(
  world: World,
  pullRequest: PullRequest,
  attempt: MergeAttempt,
): Promise<void> {
  const protection = protectionOf(pullRequest.repository, pullRequest.base.branch);
  if (!protection) return;
  const violations = await mergeViolations(world, pullRequest, protection, attempt);
  if (violations.length === 0) return;
  throw new Refusal('not-mergeable', world.wording.refusedMerge(protection, violations));
}

async function mergeViolations(
  world: World,
  pullRequest: PullRequest,
  protection: Protection,
  attempt: MergeAttempt,
): Promise<Violation[]> {
  const { updaters, mergeQueue, linearHistory } = protection;
  const violations: Violation[] = [];
  if (updaters && !updaters.includes(attempt.actor.login)) violations.push({ kind: 'updaters' });
  if (mergeQueue && !attempt.queued) violations.push({ kind: 'merge-queue' });
  if (linearHistory && attempt.method === 'merge') violations.push({ kind: 'linear-history', commits: [] });
  violations.push(...reviewViolations(pullRequest, protection));
  violations.push(...(await signatureViolations(world, pullRequest, protection, attempt)));
  violations.push(...(await checkViolations(pullRequest, protection, attempt.base)));
  return violations;
}

/** The newest verdict of each person with write access counts; the author's own does not, and neither does the app's. */
export function reviewViolations(
  { repository, author, reviews }: PullRequest,
  protection: Protection,
): Violation[] {
  const { reviews: needed } = protection;
  if (needed === undefined) return [];
  const verdicts = new Map<User, Review['verdict']>();
  for (const { author: reviewer, verdict } of reviews)
    if (verdict !== 'commented' && reviewer !== author && reviewer.kind === 'person')
      verdicts.set(reviewer, verdict);
  const counting = [...verdicts].filter(([person]) => atLeast(roleOf(repository, person), 'write'));
  if (counting.some(([, verdict]) => verdict === 'changes_requested')) return [{ kind: 'changes-requested' }];
  const approvals = counting.filter(([, verdict]) => verdict === 'approved').length;
  return approvals < needed ? [{ kind: 'reviews', needed }] : [];
}

/**
 * The head's own commits need signatures, also for a squash, whose one commit the forge signs (GitHub's merge box says so; its
 * documentation lets only authors squash, its users say that others can: not modelled). What a rebase replays, nobody signs.
 */
async function signatureViolations(
  world: World,
  { repository, head }: PullRequest,
  { signed }: Protection,
  { method, base }: MergeAttempt,
): Promise<Violation[]> {
  if (!signed) return [];
  if (method === 'rebase') return [{ kind: 'unsigned-rebase' }];
  const commits = await unverifiedCommits(world, repository.gitDir, [`${base}..${head.sha}`]);
  return commits.length > 0 ? [{ kind: 'signatures', commits }] : [];
}

/** Where the head has to contain the base and does not, GitHub takes all checks for missing (RakuenSoftware/aimee#2460). */
export async function checkViolations(
  { repository, head }: PullRequest,
  { checks = [], strict }: Protection,
  base: string,
): Promise<Violation[]> {
  const isBehind = strict && !(await isAncestor(repository.gitDir, base, head.sha));
  const missing = missingChecks(repository, isBehind ? '' : head.sha, checks);
  return missing ? [missing] : [];
}

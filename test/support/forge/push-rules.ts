import { missingChecks } from './checks.ts';
import { git } from './git.ts';
import { isAncestor, NO_COMMIT } from './git-refs.ts';
import type { Repository, User } from './model.ts';
import { type Protection, protectionOf } from './protection.ts';
import type { RefUpdate, Verdict } from './push-hook.ts';
import { unverifiedCommits } from './signatures.ts';
import type { Violation } from './violations.ts';
import type { Bearer, World } from './world.ts';

/** Whether anything has to be asked before this bearer's push. */
export function isGuarded(repository: Repository, bearer: Bearer): boolean {
  return repository.protections.size > 0 || !bearer.may('workflows', repository);
}

/** Judges one ref of a push whose objects are there, before the ref moves. */
export async function judgePush(
  world: World,
  repository: Repository,
  bearer: Bearer,
  update: RefUpdate,
): Promise<Verdict> {
  const { ref } = update;
  const workflow = bearer.may('workflows', repository)
    ? undefined
    : await touchedWorkflow(repository, update);
  if (workflow) return { ref, refused: world.wording.refusedWorkflow(workflow) };
  const protection = ref.startsWith('refs/heads/') && protectionOf(repository, ref.slice(11));
  if (!protection) return { ref };
  const violations = await pushViolations(world, repository, { protection, actor: bearer.actor, update });
  if (violations.length === 0) return { ref };
  const guarded = { ref, protection, repositoryUrl: `${world.url}/${repository.fullName}` };
  if (protection.ruleset && protection.pushers?.includes(bearer.actor.login))
    return { ref, says: world.wording.bypassed(guarded, violations) };
  return { ref, refused: world.wording.refusedPush(guarded, violations) };
}

/** A workflow file that differs in a commit which the repository did not have. */
async function touchedWorkflow({ gitDir }: Repository, { after }: RefUpdate): Promise<string | undefined> {
  if (after === NO_COMMIT) return undefined;
  const args = ['log', '--name-only', '--format=', after, '--not', '--all', '--', '.github/workflows'];
  return (await git(gitDir, args)).split('\n').find(Boolean);
}

interface GuardedPush {
  readonly protection: Protection;
  readonly actor: User;
  readonly update: RefUpdate;
}

async function pushViolations(
  world: World,
  repository: Repository,
  { protection, actor, update }: GuardedPush,
): Promise<Violation[]> {
  const { before, after } = update;
  const violations: Violation[] = [];
  if (protection.updaters && !protection.updaters.includes(actor.login))
    violations.push({ kind: 'updaters' });
  if (after === NO_COMMIT) return protection.deletions ? violations : [...violations, { kind: 'deletion' }];
  if (before !== NO_COMMIT) violations.push(...(await onExisting(repository, { protection, actor, update })));
  violations.push(...(await onCommits(world, repository, { protection, actor, update })));
  const checks = missingChecks(repository, after, protection.checks ?? []);
  return checks ? [...violations, checks] : violations;
}

/** A branch that is new has no base for a pull request, and nothing that could be pushed over. */
async function onExisting(repository: Repository, { protection, actor, update }: GuardedPush) {
  const { pushers, reviews, mergeQueue, forcePushes } = protection;
  const violations: Violation[] = [];
  const mayPush = pushers?.includes(actor.login) && !protection.ruleset;
  if (!forcePushes && !(await isAncestor(repository.gitDir, update.before, update.after)))
    violations.push({ kind: 'force-push' });
  if (mergeQueue && !mayPush) violations.push({ kind: 'merge-queue' });
  if ((pushers ?? reviews) !== undefined && !mayPush) violations.push({ kind: 'pull-request' });
  return violations;
}

async function onCommits(world: World, { gitDir }: Repository, { protection, update }: GuardedPush) {
  const { before, after } = update;
  const range = [after, '--not', ...(before === NO_COMMIT ? ['--all'] : [before])];
  const merges = protection.linearHistory ? await git(gitDir, ['rev-list', '--merges', ...range]) : '';
  const unsigned = protection.signed ? await unverifiedCommits(world, gitDir, range) : [];
  const violations: Violation[] = [];
  if (merges) violations.push({ kind: 'linear-history', commits: merges.split('\n') });
  if (unsigned.length > 0) violations.push({ kind: 'signatures', commits: unsigned });
  return violations;
}

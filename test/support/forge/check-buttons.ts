import { requireRole } from './access.ts';
import type { CheckRun } from './check-model.ts';
import type { Repository, User } from './model.ts';
import { Refusal } from './refusal.ts';
import { emit, type World } from './world.ts';

/** What the forge's "Re-run" button does. */
export async function rerequestCheckRun(
  world: World,
  repository: Repository,
  checkRun: CheckRun,
  actor: User,
) {
  requireRole(repository, actor, 'write');
  await emit(world, { kind: 'check-run', action: 'rerequested', repository, actor, checkRun });
}

/** What "Re-run all checks" does. */
export async function rerequestCheckSuite(
  world: World,
  repository: Repository,
  headSha: string,
  actor: User,
) {
  requireRole(repository, actor, 'write');
  const run = repository.checkRuns.find((candidate) => candidate.headSha === headSha);
  if (!run) throw new Refusal('missing', `${headSha} has no checks.`);
  await emit(world, { kind: 'check-suite', repository, actor, headSha, suiteId: run.suiteId });
}

/** What a button that the app put on its check run does. */
export async function pressCheckAction(
  world: World,
  repository: Repository,
  { checkRun, identifier, actor }: { checkRun: CheckRun; identifier: string; actor: User },
): Promise<void> {
  requireRole(repository, actor, 'write');
  const asked = checkRun.actions.find((action) => action.identifier === identifier);
  if (!asked) throw new Refusal('missing', `The check run has no button ${identifier}.`);
  await emit(world, { kind: 'check-action', repository, actor, checkRun, asked });
}

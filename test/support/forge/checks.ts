import type { Annotation, CheckAction, CheckConclusion, CheckRun, CheckStatus } from './check-model.ts';
import { resolveCommit } from './git-refs.ts';
import type { Repository, User } from './model.ts';
import { Refusal } from './refusal.ts';
import type { ChecksMissing } from './violations.ts';
import { emit, type World } from './world.ts';

/** What a check run is told to be; a field left out stays. */
export interface CheckRunPatch {
  readonly name?: string | undefined;
  readonly status?: CheckStatus | undefined;
  readonly conclusion?: CheckConclusion | undefined;
  readonly title?: string | undefined;
  readonly summary?: string | undefined;
  readonly text?: string | undefined;
  readonly annotations?: readonly Annotation[] | undefined;
  readonly actions?: readonly CheckAction[] | undefined;
  readonly detailsUrl?: string | undefined;
  readonly externalId?: string | undefined;
  readonly startedAt?: Date | undefined;
  readonly completedAt?: Date | undefined;
}

/** @throws Refusal when the repository has no such commit, or a completed check run has no conclusion. */
export async function createCheckRun(
  world: World,
  repository: Repository,
  wanted: CheckRunPatch & { readonly name: string; readonly headSha: string; readonly author: User },
): Promise<CheckRun> {
  const headSha = await resolveCommit(repository.gitDir, wanted.headSha);
  if (headSha !== wanted.headSha)
    throw new Refusal('invalid', `No commit found for SHA: ${wanted.headSha}`, 'head_sha');
  const checkRun = emptyCheckRun(world, repository, wanted);
  apply(world, checkRun, wanted);
  repository.checkRuns.push(checkRun);
  const event = { kind: 'check-run', repository, actor: wanted.author, checkRun } as const;
  await emit(world, { ...event, action: 'created' });
  if (checkRun.status === 'completed') await emit(world, { ...event, action: 'completed' });
  return checkRun;
}

function emptyCheckRun(
  world: World,
  repository: Repository,
  { name, headSha, author }: { name: string; headSha: string; author: User },
): CheckRun {
  const sibling = repository.checkRuns.find((run) => run.headSha === headSha && run.author === author);
  return {
    id: world.nextId(),
    suiteId: sibling?.suiteId ?? world.nextId(),
    author,
    headSha,
    name,
    status: 'queued',
    conclusion: null,
    title: null,
    summary: null,
    text: null,
    annotations: [],
    actions: [],
    detailsUrl: null,
    externalId: null,
    startedAt: world.now(),
    completedAt: null,
  };
}

export async function updateCheckRun(
  world: World,
  repository: Repository,
  checkRun: CheckRun,
  patch: CheckRunPatch,
): Promise<void> {
  const wasCompleted = checkRun.status === 'completed';
  apply(world, checkRun, patch);
  if (checkRun.status !== 'completed' || wasCompleted) return;
  const { author: actor } = checkRun;
  await emit(world, { kind: 'check-run', action: 'completed', repository, actor, checkRun });
}

/** A conclusion completes, as on GitHub; annotations are added to those that are there. */
function apply(world: World, checkRun: CheckRun, patch: CheckRunPatch): void {
  const status = patch.conclusion ? 'completed' : (patch.status ?? checkRun.status);
  if (status === 'completed' && !patch.conclusion && !checkRun.conclusion)
    throw new Refusal('invalid', 'conclusion is required when the status is completed.', 'conclusion');
  const { annotations = [], actions, startedAt, completedAt, conclusion, ...rest } = patch;
  const given = Object.entries({ ...rest, startedAt }).filter(
    ([key, value]) => key in checkRun && value !== undefined,
  );
  Object.assign(checkRun, Object.fromEntries(given), { status });
  checkRun.annotations.push(...annotations);
  if (actions) checkRun.actions = [...actions];
  const done = status === 'completed';
  checkRun.conclusion = done ? (conclusion ?? checkRun.conclusion) : null;
  checkRun.completedAt = done ? (completedAt ?? checkRun.completedAt ?? world.now()) : null;
}

/** @throws Refusal when there is none. */
export function checkRunNumbered(repository: Repository, id: number): CheckRun {
  const checkRun = repository.checkRuns.find((candidate) => candidate.id === id);
  if (!checkRun) throw new Refusal('missing', `There is no check run ${id}.`);
  return checkRun;
}

/** The newest check run of each name (and author) on a commit. */
export function latestCheckRuns(runs: readonly CheckRun[]): CheckRun[] {
  return [...new Map(runs.map((run) => [`${run.author.login} ${run.name}`, run])).values()];
}

/** What a commit lacks of these checks. `neutral` and `skipped` count as passed, as on GitHub. */
export function missingChecks(
  { checkRuns }: Repository,
  sha: string,
  names: readonly string[],
): ChecksMissing | undefined {
  const runs = latestCheckRuns(checkRuns.filter(({ headSha }) => headSha === sha));
  const conclusionOf = (name: string) => runs.find((run) => run.name === name)?.conclusion ?? undefined;
  const expected = names.filter((name) => conclusionOf(name) === undefined);
  const failing = names.filter((name) => !PASSED.has(conclusionOf(name) ?? 'success'));
  if (expected.length + failing.length === 0) return undefined;
  return { kind: 'checks', required: names.length, expected, failing };
}

const PASSED: ReadonlySet<CheckConclusion> = new Set(['success', 'neutral', 'skipped']);

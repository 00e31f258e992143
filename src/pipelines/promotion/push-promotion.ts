import { liesOnBranch } from '../../domain/gitops-location.ts';
import { promotionBranch } from '../../domain/names.ts';
import type { Obstacle } from '../../domain/promotion/obstacles.ts';
import type { RepositoryRef } from '../../domain/repository-ref.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Git } from '../../ports/git.ts';
import type { PullRequestRecords } from '../../ports/records.ts';
import type { Run } from '../../ports/run.ts';
import { sourceTreeOf } from '../configuration/read-configuration.ts';
import { manifestEdits } from '../manifests/write-manifests.ts';
import { explainRefusal } from '../reporting/explain-refusal.ts';
import { keptFolders } from './kept-folders.ts';
import type { PlannedPromotion } from './plan-promotion.ts';

export interface PushPorts {
  readonly git: Git;
  readonly records: PullRequestRecords;
  readonly clock: Clock;
}

/** What is pushed, and over what. */
export interface Wanted {
  readonly message: string;
  readonly obstacles: readonly Obstacle[];
  /** Where the promotion's branch stands; undefined where there is none. */
  readonly standing: string | undefined;
}

/**
 * Makes the promotion's branch hold one commit on the target's head: the release's source tree with the target's manifests put in. Gives
 * the commit: the one that stands there where it is the same.
 */
export async function pushPromotion(
  { git, records, clock }: PushPorts,
  run: Run,
  planned: PlannedPromotion,
  { message, obstacles, standing }: Wanted,
): Promise<string> {
  const { target, from, released } = planned;
  const { repository, head, environment } = target;
  const tree = await promotedTree(git, planned, obstacles);
  const isThere = standing !== undefined && (await holds(git, repository, standing, tree, head));
  await run.beginWriting();
  const at = clock.now().toISOString();
  const commit = isThere
    ? standing
    : await git.makeCommit(repository, { tree, parents: [head], message, at });
  const sourceTree = await sourceTreeOf(git, repository, tree, released);
  const release = from.release.commit;
  await records.save(repository, { head: commit, environment, sourceTree, release, obstacles });
  if (isThere) return commit;
  const branch = promotionBranch(environment);
  const pushed = await git
    .push(repository, branch, standing, commit)
    .catch((error: unknown) => explainRefusal(error, 'promotion'));
  if (pushed === 'moved') throw new Error(`${branch} moved while we were making it`);
  return commit;
}

async function holds(
  git: Git,
  repository: RepositoryRef,
  commit: string,
  tree: string,
  parent: string,
): Promise<boolean> {
  const standing = await git.commit(repository, commit);
  if (git.committer.key !== undefined && !(await git.isSigned(repository, commit))) return false;
  return standing.tree === tree && standing.parents.length === 1 && standing.parents[0] === parent;
}

/**
 * The target keeps what the release's own configuration calls no source; its manifests are put in where they lie on its branch. A held
 * target keeps those that run there: merging changes its source alone.
 */
async function promotedTree(
  git: Git,
  { target, from, served, released }: PlannedPromotion,
  obstacles: readonly Obstacle[],
): Promise<string> {
  const { repository, head, branch } = target;
  const kept = await keptFolders(git, repository, head, released);
  const isHeld = obstacles.some(({ kind }) => kind === 'held');
  const isWritten = !isHeld && liesOnBranch(served.location, repository, branch);
  const manifests = isWritten ? manifestEdits(served) : [];
  return git.edit(repository, from.release.sourceTree, [...kept, ...manifests]);
}

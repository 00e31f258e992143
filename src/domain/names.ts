import { formatRepository, type RepositoryRef } from './repository-ref.ts';

/** Every name that Tailrace gives to something on the forge or in a registry. */

export const evidenceBranch = 'tailrace/evidence';
export const runsBranch = 'tailrace/runs';
/** What the branch of runs was before it last began anew: comments link to its commits. */
export const earlierRunsBranch = 'tailrace/runs-before';

export function checkName(environment: string): string {
  return `tailrace/${environment}`;
}

export function promotionBranch(environment: string): string {
  return `tailrace/promote/${environment}`;
}

/** The branch that brings an environment's hotfix to the first environment. */
export function backPortBranch(environment: string): string {
  return `tailrace/backport/${environment}`;
}

/** The environment that a promotion branch promotes into; undefined for any other branch. */
export function parsePromotionBranch(branch: string): string | undefined {
  return /^tailrace\/promote\/([^/]+)$/.exec(branch)?.[1];
}

/**
 * The branch of the pull request with an environment's manifests; in a repository that models share, with the model's repository. Not below
 * the former: git has no branch `a/b` beside a branch `a`, and a repository may be a model's own and shared.
 */
export function manifestsBranch(environment: string, model?: string): string {
  return `tailrace/manifests/${environment}${model === undefined ? '' : `@${model}`}`;
}

export function isManifestsBranch(branch: string): boolean {
  return branch.startsWith('tailrace/manifests/');
}

/** The branch of the pull request that rolls an environment back, where its branch takes no push of ours; `model` as of manifests. */
export function rollbackBranch(environment: string, model?: string): string {
  return `tailrace/rollback/${environment}${model === undefined ? '' : `@${model}`}`;
}

export function isRollbackBranch(branch: string): boolean {
  return branch.startsWith('tailrace/rollback/');
}

export function isOwnBranch(branch: string): boolean {
  return branch.startsWith('tailrace/');
}

/** A branch that GitHub's merge queue makes for a while, to have its commit tested (docs.github.com, "Managing a merge queue"). */
export function isQueueBranch(branch: string): boolean {
  return branch.startsWith('gh-readonly-queue/');
}

/** The last pull request whose merge a branch of GitHub's merge queue holds: `gh-readonly-queue/<base>/pr-<number>-<commit>`. */
export function parseQueueBranch(branch: string): number | undefined {
  const number = /^gh-readonly-queue\/.+\/pr-(\d+)-[0-9a-f]+$/.exec(branch)?.[1];
  return number === undefined ? undefined : Number(number);
}

/** The tag under which an image of this source tree, with the model of a training, lies in the registry. */
export function sourceTreeTag(sourceTree: string, training?: string): string {
  return `tree-${sourceTree}${training === undefined ? '' : `-${training.slice(0, 8)}`}`;
}

/** What an image is recorded under: its source tree, and the fingerprint of the data that its model was trained on. */
export function imageKey(sourceTree: string, training?: string): string {
  return training === undefined ? sourceTree : `${sourceTree}-${training}`;
}

/** Whether a tag is one that we gave to an image for its source tree (with training, and for its datasets). */
export function isSourceTreeTag(tag: string): boolean {
  return /^tree-[0-9a-f]{40}(-[0-9a-f]{8})?$/.test(tag);
}

/** Whether a tag is one of ours: of a source tree, or of a release's commit. */
export function isOwnTag(tag: string): boolean {
  return isSourceTreeTag(tag) || /^[0-9a-f]{40}$/.test(tag);
}

/** Names the lock of those who build the image of an {@link imageKey}, or remove it: one at a time. */
export function buildKey(repository: RepositoryRef, imageKey: string): string {
  return `${formatRepository(repository)}@${imageKey}`;
}

export const sourceTreeLabel = 'tailrace.dev/source-tree';

export type Topic =
  | 'test'
  | 'approval'
  | 'deployment'
  | 'promotion'
  | 'manifests'
  | 'command'
  | 'experiment'
  | 'rollout'
  | 'hold';

/** The hidden line by which Tailrace finds its own comment again; `about` is the environment, or the command that it answers. */
export function marker(topic: Topic, about: string): string {
  return `<!-- tailrace:${topic}:${about} -->`;
}

/** Where the files of all runs of a pull request lie in the branch `tailrace/runs`. */
export function pullFolder(pullRequest: number): string {
  return `pulls/${pullRequest}`;
}

/** Where the files of a pull request's run lie in the branch `tailrace/runs`. */
export function runFolder(pullRequest: number, head: string, environment: string, attempt: number): string {
  return `${pullFolder(pullRequest)}/${head}/${environment}/${attempt}`;
}

/** Where the files of an experiment with a pull request's head lie there. */
export function experimentFolder(pullRequest: number, head: string, environment: string, id: string): string {
  return `${pullFolder(pullRequest)}/${head}/${environment}/experiments/${id.replaceAll('/', '-')}`;
}

/** Where the files of a push's run lie there, when no release came of it. */
export function pushRunFolder(head: string, environment: string, attempt: number): string {
  return `pushes/${head}/${environment}/${attempt}`;
}

/** Where the evidence of a release lies in the branch `tailrace/evidence`; one folder for each attempt below it. */
export function evidenceFolder(release: string, environment: string): string {
  return `releases/${release}/${environment}`;
}

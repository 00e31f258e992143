import type { WhatGuards, WhatRuns } from './configuration/environment-plan.ts';
import { formatRepository, parseRepository, type RepositoryRef } from './repository-ref.ts';

/** From where kube-applier takes an environment's manifests. */
export interface GitOpsLocation {
  readonly repository: RepositoryRef;
  readonly branch: string;
  readonly folder: string;
}

/** Manifests where they were written: the folder of this commit holds what Tailrace wrote. */
export interface WrittenManifests extends GitOpsLocation {
  readonly commit: string;
}

/**
 * Where an environment's manifests go. Inside the model repository the folder is what the tree says that is deployed; all else, and
 * everything about another repository, is a guard.
 */
export function gitOpsLocation(
  repository: RepositoryRef,
  runs: Pick<WhatRuns, 'gitopsFolder'>,
  { gitops, branch }: Pick<WhatGuards, 'gitops' | 'branch'>,
): GitOpsLocation {
  const own = { repository, branch: gitops.branch ?? branch, folder: runs.gitopsFolder ?? gitops.folder };
  if (gitops.repository === undefined) return own;
  const other = parseRepository(gitops.repository);
  if (!other) throw new Error(`the configuration let ${gitops.repository} pass as a repository`);
  return { ...own, repository: other, folder: gitops.folder };
}

/** Whether manifests lie on this very branch: then a promotion carries them, and its merge is what is applied. */
export function liesOnBranch(location: GitOpsLocation, repository: RepositoryRef, branch: string): boolean {
  return isSameRepository(location.repository, repository) && location.branch === branch;
}

export function isSameRepository(one: RepositoryRef, other: RepositoryRef): boolean {
  return formatRepository(one) === formatRepository(other);
}

export function isSameLocation(one: GitOpsLocation, other: GitOpsLocation): boolean {
  return liesOnBranch(one, other.repository, other.branch) && one.folder === other.folder;
}

import { liesOnBranch } from '../../domain/gitops-location.ts';
import { marker } from '../../domain/names.ts';
import type { Deployment, Station } from '../../domain/release.ts';
import type { RepositoryRef } from '../../domain/repository-ref.ts';
import { missingBranchComment } from '../../domain/texts/missing-branches.ts';
import type { Comments } from '../../ports/forge.ts';
import type { GitReader } from '../../ports/git.ts';
import type { Deployments, Roads } from '../../ports/records.ts';
import { knownEnvironment } from '../configuration/known-environment.ts';
import { tellOnSource } from './tell-on-source.ts';

export interface MissingBranchPorts {
  readonly git: GitReader;
  readonly comments: Comments;
  readonly deployments: Deployments;
  readonly roads: Roads;
}

/** Says of a branch that a station leads to and that is not there how to make it: on the pull request that brought what waits, or on its commit. */
export async function tellMissingBranch(
  ports: MissingBranchPorts,
  { environment: from }: Station,
  { repository, branch }: { readonly repository: RepositoryRef; readonly branch: string },
): Promise<void> {
  const waiting = await ports.deployments.current(repository, from);
  if (!waiting) return;
  const last = await lastOn(ports, repository, branch);
  const commit = last ?? (await before(ports.git, repository, waiting));
  const body = missingBranchComment({ from, branch, commit, deleted: last !== undefined });
  await tellOnSource(ports.comments, repository, waiting, { marker: marker('promotion', from), body });
}

/** The last commit of a branch that we know of: what ran there, with its manifests. */
async function lastOn(
  { roads, deployments }: MissingBranchPorts,
  repository: RepositoryRef,
  branch: string,
): Promise<string | undefined> {
  const environment = await knownEnvironment(roads, repository, branch);
  const current = environment && (await deployments.current(repository, environment));
  if (!current) return undefined;
  const { manifests, head } = current;
  return manifests && liesOnBranch(manifests, repository, branch) ? manifests.commit : head;
}

/** The commit before what waits, so that its promotion shows what it brings. */
async function before(git: GitReader, repository: RepositoryRef, { head }: Deployment): Promise<string> {
  await git.fetch(repository, [head]);
  return (await git.commit(repository, head)).parents[0] ?? head;
}

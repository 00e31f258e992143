import { promotionBranch } from '../domain/names.ts';
import type { RepositoryRef } from '../domain/repository-ref.ts';
import type { PullRequests } from '../ports/forge.ts';
import type { GitReader } from '../ports/git.ts';
import type { PullRequestRecords } from '../ports/records.ts';

export interface StandingPorts {
  readonly git: GitReader;
  readonly records: PullRequestRecords;
  readonly pullRequests: PullRequests;
}

/**
 * Whether people have decided about the promotion of a release: they closed it, or a commit of their own lies on the branch of the open
 * one. Then Tailrace leaves it alone. A promotion of ours that carries another release is simply brought up to date.
 */
export async function isLeftToPeople(
  { git, records, pullRequests }: StandingPorts,
  repository: RepositoryRef,
  wanted: { readonly environment: string; readonly base: string; readonly release: string },
): Promise<boolean> {
  const { environment, base, release } = wanted;
  const branch = promotionBranch(environment);
  const releaseAt = async (head: string) => (await records.find(repository, environment, head))?.release;
  const standing = (await git.heads(repository, [branch])).get(branch);
  const carried = standing && (await releaseAt(standing));
  if (carried !== undefined && carried !== release) return false;
  const newest = await pullRequests.newest(repository, { head: branch, base });
  if (!newest || newest.merged) return false;
  return newest.state === 'open' ? carried === undefined : (await releaseAt(newest.head.commit)) === release;
}

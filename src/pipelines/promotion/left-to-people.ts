import type { RepositoryRef } from '../../domain/repository-ref.ts';
import type { PullRequest } from '../../ports/forge.ts';
import type { PullRequestRecords } from '../../ports/records.ts';

/**
 * Whether people have decided about the promotion of a release: they closed it, or a commit of their own lies on the branch of the open
 * one. `newest` is the newest pull request from the promotion's branch.
 */
export async function isLeftToPeople(
  records: PullRequestRecords,
  repository: RepositoryRef,
  newest: PullRequest | undefined,
  wanted: {
    readonly environment: string;
    readonly standing: string | undefined;
    readonly release: string;
    readonly declined?: number | undefined;
  },
): Promise<boolean> {
  const { environment, standing, release, declined } = wanted;
  const releaseAt = async (head: string) => (await records.find(repository, environment, head))?.release;
  if (!newest || newest.merged || (newest.state === 'closed' && newest.number === declined)) return false;
  return newest.state === 'open'
    ? standing !== undefined && (await releaseAt(standing)) === undefined
    : (await releaseAt(newest.head.commit)) === release;
}

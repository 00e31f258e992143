import type { RepositoryRef } from '../../domain/repository-ref.ts';
import type { PullRequests } from '../../ports/forge.ts';
import type { Deployments, PullRequestRecords } from '../../ports/records.ts';

/**
 * A branch where nothing was ever deployed is only brought to its head where that came by the merge of a pull request that was tested:
 * its mere content is nobody's wish.
 */
export async function isWanted(
  ports: {
    readonly deployments: Deployments;
    readonly pullRequests: PullRequests;
    readonly records: PullRequestRecords;
  },
  repository: RepositoryRef,
  environment: string,
  commit: string,
): Promise<boolean> {
  if (await ports.deployments.current(repository, environment)) return true;
  const merged = (await ports.pullRequests.ofCommit(repository, commit)).filter((pull) => pull.merged);
  const found = await Promise.all(
    merged.map(({ head }) => ports.records.find(repository, environment, head.commit)),
  );
  return found.some((record) => record !== undefined);
}

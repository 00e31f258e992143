import type { Deployment, PullRequestRecord, Release } from '../../domain/release.ts';
import type { RepositoryRef } from '../../domain/repository-ref.ts';
import type { PullRequest, PullRequests } from '../../ports/forge.ts';
import type { PullRequestRecords, Releases } from '../../ports/records.ts';

export interface NameReleasePorts {
  readonly pullRequests: PullRequests;
  readonly records: PullRequestRecords;
  readonly releases: Releases;
}

/** The head of an environment's branch. */
export interface BranchHead {
  readonly repository: RepositoryRef;
  readonly branch: string;
  readonly environment: string;
  readonly commit: string;
}

/** The merged pull request that brought this head, if one did. */
export async function broughtBy(
  ports: NameReleasePorts,
  { repository, commit, branch }: BranchHead,
): Promise<PullRequest | undefined> {
  const pulls = await ports.pullRequests.ofCommit(repository, commit);
  return pulls.find((pull) => pull.merged && pull.base.branch === branch);
}

export interface Named {
  readonly brought: PullRequest | undefined;
  readonly sourceTree: string;
  readonly image: Release['image'];
  /** Whether no environment comes before this one. */
  readonly isFirst: boolean;
}

/**
 * What the head brought: what our record says of the merged pull request's head, if its source tree is this one; else the newest release
 * with this source tree; else a new one, named by this commit. One that begins on a later environment's branch is its hotfix.
 */
export async function nameRelease(
  ports: NameReleasePorts,
  head: BranchHead,
  { brought, sourceTree, image, isFirst }: Named,
): Promise<Release> {
  const { repository, environment, commit } = head;
  const record = await recordOf(ports, head, brought);
  const recorded =
    record?.sourceTree === sourceTree && record.release
      ? await ports.releases.get(repository, record.release)
      : undefined;
  const known = recorded ?? (await ports.releases.findBySourceTree(repository, sourceTree, environment));
  if (known) return known;
  const release: Release = { commit, sourceTree, image, hotfixOf: isFirst ? undefined : environment };
  await ports.releases.save(repository, release);
  return release;
}

/** Whether a head with the source tree of a hotfix that runs there came by a promotion: then that release takes its place. */
export async function replacesHotfix(
  ports: NameReleasePorts,
  head: BranchHead,
  { release, manifests }: Deployment,
): Promise<boolean> {
  if (release.hotfixOf === undefined || manifests?.commit === head.commit) return false;
  const record = await recordOf(ports, head, await broughtBy(ports, head));
  return record?.release !== undefined && record.release !== release.commit;
}

async function recordOf(
  { records }: NameReleasePorts,
  { repository, environment }: BranchHead,
  brought: PullRequest | undefined,
): Promise<PullRequestRecord | undefined> {
  return brought && records.find(repository, environment, brought.head.commit);
}

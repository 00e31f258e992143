import { earlierRunsBranch, runsBranch } from '../../domain/names.ts';
import type { RepositoryRef } from '../../domain/repository-ref.ts';
import type { Git } from '../../ports/git.ts';

/** The folders of runs that go from a branch of runs, and those that stay: of all who have runs there. */
export interface DroppedRuns {
  readonly paths: readonly string[];
  readonly kept: readonly string[];
  readonly message: string;
  /** ISO 8601. */
  readonly at: string;
}

/** Takes folders out of the branch of runs. False where a run added its files at the same time: the next time will do. */
export async function dropRuns(
  git: Git,
  repository: RepositoryRef,
  { paths, kept, message, at }: DroppedRuns,
): Promise<boolean> {
  const heads = await git.heads(repository, [runsBranch, earlierRunsBranch]);
  const tip = heads.get(runsBranch);
  if (!tip) return true;
  const { tree: before } = await git.commit(repository, tip);
  const tree = await git.edit(
    repository,
    before,
    paths.map((path) => ({ kind: 'remove', path })),
  );
  if (tree === before) return true;
  const earlier = heads.get(earlierRunsBranch);
  const renew = await mayBeginAnew(git, repository, earlier, { tip, kept });
  if (renew && earlier !== tip && (await git.push(repository, earlierRunsBranch, earlier, tip)) === 'moved')
    return false;
  const commit = await git.makeCommit(repository, { tree, parents: renew ? [] : [tip], message, at });
  return (await git.push(repository, runsBranch, tip, commit)) === 'pushed';
}

/**
 * Only a history that ends frees space, but comments link to its commits. So the branch begins anew, and what it was stays as the earlier
 * branch, until all pull requests that have runs there are dropped themselves: then the earlier one goes for the next.
 */
async function mayBeginAnew(
  git: Git,
  repository: RepositoryRef,
  earlier: string | undefined,
  { tip, kept }: { readonly tip: string; readonly kept: readonly string[] },
): Promise<boolean> {
  if (earlier === undefined || earlier === tip) return true;
  for (const path of kept) {
    if (await git.folder(repository, earlier, path)) return false;
  }
  return true;
}

import { earlierRunsBranch, pullFolder, runsBranch } from '../../domain/names.ts';
import type { RepositoryRef } from '../../domain/repository-ref.ts';
import { droppedRunsMessage } from '../../domain/texts/dropped-runs.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Git } from '../../ports/git.ts';
import type { Log } from '../../ports/log.ts';
import type { ClosedPullRequests } from '../../ports/records.ts';

export interface DropRunsPorts {
  readonly git: Git;
  readonly closedPullRequests: ClosedPullRequests;
  readonly clock: Clock;
  readonly log: Log;
}

/** Days after its closing that the files of a pull request's runs are kept. */
const daysKept = 30;

/**
 * Drops the files of runs of pull requests that were closed long ago from the branch of runs. What can't be done now is logged and tried the
 * next time. `open`: the pull requests that are open now.
 */
export async function dropClosedRuns(
  ports: DropRunsPorts,
  repository: RepositoryRef,
  open: readonly number[],
): Promise<void> {
  const now = ports.clock.now();
  const since = new Date(now.getTime() - daysKept * 24 * 3600_000);
  const { due, kept } = await ports.closedPullRequests.see(repository, { open, now, since });
  if (due.length === 0) return;
  try {
    if (!(await drop(ports.git, repository, { due, kept, at: now.toISOString() }))) return;
    await ports.closedPullRequests.forgetRuns(repository, due);
    ports.log.info({ repository, pullRequests: due.length }, 'runs of closed pull requests were dropped');
  } catch (error) {
    ports.log.warn({ err: error, repository }, 'runs of closed pull requests were not dropped');
  }
}

interface Dropping {
  readonly due: readonly number[];
  readonly kept: readonly number[];
  readonly at: string;
}

/** False where a run added its files at the same time: the next time will do. */
async function drop(git: Git, repository: RepositoryRef, { due, kept, at }: Dropping): Promise<boolean> {
  const heads = await git.heads(repository, [runsBranch, earlierRunsBranch]);
  const tip = heads.get(runsBranch);
  if (!tip) return true;
  const { tree: before } = await git.commit(repository, tip);
  const paths = due.map(pullFolder);
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
  const message = droppedRunsMessage(due);
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
  { tip, kept }: { readonly tip: string; readonly kept: readonly number[] },
): Promise<boolean> {
  if (earlier === undefined || earlier === tip) return true;
  for (const number of kept) {
    if (await git.folder(repository, earlier, pullFolder(number))) return false;
  }
  return true;
}

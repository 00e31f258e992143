import { homeIn, pathIn } from '../../domain/evidence/evidence-home.ts';
import { pullFolder } from '../../domain/names.ts';
import type { RepositoryRef } from '../../domain/repository-ref.ts';
import { droppedRunsMessage } from '../../domain/texts/dropped-runs.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Git } from '../../ports/git.ts';
import type { Log } from '../../ports/log.ts';
import type { ClosedPullRequests } from '../../ports/records.ts';
import { dropRuns } from './drop-runs.ts';

export interface DropRunsPorts {
  readonly git: Git;
  readonly closedPullRequests: ClosedPullRequests;
  readonly clock: Clock;
  readonly log: Log;
}

/** Days after its closing that the files of a pull request's runs are kept. */
const daysKept = 30;

/**
 * Drops the files of runs of pull requests that were closed long ago from the branches of runs, wherever they were committed. What can't be
 * done now is logged and tried the next time. `open`: the pull requests that are open now.
 */
export async function dropClosedRuns(
  ports: DropRunsPorts,
  repository: RepositoryRef,
  open: readonly number[],
): Promise<void> {
  const { closedPullRequests, clock, log } = ports;
  const now = clock.now();
  const since = new Date(now.getTime() - daysKept * 24 * 3600_000);
  const { due, kept } = await closedPullRequests.see(repository, { open, now, since });
  if (due.length === 0) return;
  let everywhere = true;
  for (const home of [repository, ...(await closedPullRequests.homes(repository))])
    everywhere = (await dropIn(ports, { repository, home, due, kept, at: now.toISOString() })) && everywhere;
  if (!everywhere) return;
  await closedPullRequests.forgetRuns(repository, due);
  log.info({ repository, pullRequests: due.length }, 'runs of closed pull requests were dropped');
}

interface Dropping {
  readonly repository: RepositoryRef;
  readonly home: RepositoryRef;
  readonly due: readonly number[];
  readonly kept: readonly number[];
  readonly at: string;
}

/** False where that could not be done now. */
async function dropIn(
  { git, closedPullRequests, log }: DropRunsPorts,
  { repository, home, due, kept, at }: Dropping,
): Promise<boolean> {
  const folderOf = (model: RepositoryRef, number: number) => pathIn(homeIn(model, home), pullFolder(number));
  const others = await closedPullRequests.sharing(home, repository);
  try {
    return await dropRuns(git, home, {
      paths: due.map((number) => folderOf(repository, number)),
      kept: [
        ...kept.map((number) => folderOf(repository, number)),
        ...others.map((other) => folderOf(other.repository, other.number)),
      ],
      message: droppedRunsMessage(repository, due),
      at,
    });
  } catch (error) {
    log.warn({ err: error, repository, home }, 'runs of closed pull requests were not dropped');
    return false;
  }
}

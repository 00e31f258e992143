import { isOwnBranch } from '../domain/names.ts';
import type { Station } from '../domain/release.ts';
import { formatRepository, type RepositoryRef } from '../domain/repository-ref.ts';
import type { InstalledRepositories, LostDeliveries, PullRequests } from '../ports/forge.ts';
import type { GitReader } from '../ports/git.ts';
import type { EngineCleanup } from '../ports/images.ts';
import type { Log } from '../ports/log.ts';
import type { Queue } from '../ports/queue.ts';
import type { Roads } from '../ports/records.ts';
import type { RunHistory } from '../ports/run.ts';

export interface ReconcilePorts {
  readonly installedRepositories: InstalledRepositories;
  readonly lostDeliveries: LostDeliveries;
  readonly pullRequests: PullRequests;
  readonly roads: Roads;
  readonly history: RunHistory;
  readonly queue: Queue;
  readonly git: GitReader;
  readonly cleanup: EngineCleanup;
  readonly engine: { activeRunIds(): Promise<readonly string[]> };
  readonly log: Log;
}

/** GitHub keeps deliveries for three days. */
const hours = 72;

/**
 * Compares the forge with what is stored, and puts into the queue what no run has looked at: heads of environments and of open pull
 * requests. Asks for lost deliveries, and removes what ended runs left on the Engine. So a lost webhook is harmless.
 */
export async function reconcile(ports: ReconcilePorts): Promise<void> {
  await ports.cleanup.removeLeftovers(new Set(await ports.engine.activeRunIds()));
  const redelivered = await ports.lostDeliveries.redeliver(hours);
  const roads = await ports.roads.list();
  for (const repository of await ports.installedRepositories.list()) {
    const stations = roads
      .filter((road) => formatRepository(road.repository) === formatRepository(repository))
      .map(({ station }) => station);
    await convergeStations(ports, repository, stations);
    await testOpenPullRequests(ports, repository, stations);
  }
  ports.log.info({ redelivered }, 'reconciled');
}

async function convergeStations(
  { git, history, queue }: ReconcilePorts,
  repository: RepositoryRef,
  stations: readonly Station[],
): Promise<void> {
  if (stations.length === 0) return;
  const heads = await git.heads(
    repository,
    stations.map(({ branch }) => branch),
  );
  for (const { branch, environment } of stations) {
    const head = heads.get(branch);
    if (!head || (await history.isHandled({ repository, environment, head }, ''))) continue;
    await queue.enqueue({ kind: 'converge-environment', repository, branch });
  }
}

async function testOpenPullRequests(
  ports: ReconcilePorts,
  repository: RepositoryRef,
  stations: readonly Station[],
): Promise<void> {
  for (const { number, head, base } of await ports.pullRequests.listOpen(repository)) {
    if (isOwnBranch(base.branch)) continue;
    const environment = stations.find(({ branch }) => branch === base.branch)?.environment;
    const subject = environment && { repository, environment, pullRequest: number, head: head.commit };
    if (subject && (await ports.history.isHandled(subject, ''))) continue;
    await ports.queue.enqueue({
      kind: 'test-pull-request',
      repository,
      number,
      head: head.commit,
      base: base.branch,
      again: false,
    });
  }
}

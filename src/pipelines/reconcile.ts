import { isOwnBranch } from '../domain/names.ts';
import type { Station } from '../domain/release.ts';
import { formatRepository, type RepositoryRef } from '../domain/repository-ref.ts';
import type { InstalledRepositories, LostDeliveries, PullRequest, PullRequests } from '../ports/forge.ts';
import type { EngineCleanup } from '../ports/images.ts';
import type { Queue } from '../ports/queue.ts';
import type {
  Deployments,
  ImageRecords,
  Proposals,
  PullRequestRecords,
  Roads,
  Rollouts,
} from '../ports/records.ts';
import type { RunHistory } from '../ports/run.ts';
import { isWanted } from './delivery/is-wanted.ts';
import { type DuePorts, lookAtHolds } from './holds/look-at-holds.ts';
import { wake } from './proposals/wake-proposals.ts';
import { boundCaches, type CachePorts } from './retention/bound-caches.ts';
import { type DropRunsPorts, dropClosedRuns } from './retention/drop-closed-runs.ts';
import { type RetentionPorts, removeUnusedImages } from './retention/remove-unused-images.ts';

export interface ReconcilePorts extends RetentionPorts, CachePorts, DropRunsPorts, DuePorts {
  readonly installedRepositories: InstalledRepositories;
  readonly lostDeliveries: LostDeliveries;
  readonly pullRequests: PullRequests;
  readonly roads: Roads;
  readonly deployments: Deployments;
  readonly records: PullRequestRecords;
  readonly images: ImageRecords;
  readonly proposals: Proposals;
  readonly rollouts: Rollouts;
  readonly queue: Queue;
  readonly cleanup: EngineCleanup;
  readonly history: RunHistory;
  readonly engine: RetentionPorts['engine'] & {
    endedRuns(runs: readonly string[]): Promise<ReadonlySet<string>>;
    prune(): Promise<void>;
  };
}

/** GitHub keeps deliveries for three days. */
const hours = 72;

/**
 * Compares the forge with what is stored, and puts into the queue what no run has looked at: heads of environments, of open pull
 * requests, and manifests that wait in one. Asks for lost deliveries, and removes what ended runs left on the Engine. So a lost webhook is harmless.
 */
export async function reconcile(ports: ReconcilePorts): Promise<void> {
  await ports.cleanup.removeLeftovers((runs) => ports.engine.endedRuns(runs));
  const redelivered = await ports.lostDeliveries.redeliver(hours);
  const roads = await ports.roads.list();
  for (const repository of await ports.installedRepositories.list()) {
    const stations = roads
      .filter((road) => formatRepository(road.repository) === formatRepository(repository))
      .map(({ station }) => station);
    await catchUpStations(ports, repository, stations);
    const open = await ports.pullRequests.listOpen(repository);
    await testOpenPullRequests(ports, repository, stations, open);
    await dropClosedRuns(
      ports,
      repository,
      open.map(({ number }) => number),
    );
  }
  await lookAtHolds(ports);
  for (const waiting of await ports.proposals.list()) await wake(ports.queue, waiting);
  for (const { repository, rollout } of await ports.rollouts.open())
    await ports.queue.enqueue({ kind: 'follow-rollout', repository, environment: rollout.environment });
  await removeUnusedImages(ports);
  await boundCaches(ports);
  await ports.engine.prune();
  ports.log.info({ redelivered }, 'reconciled');
}

/** An environment in which something was deployed, or whose head a pull request of ours brought, is brought to its head; and the promotion into it. */
async function catchUpStations(
  ports: ReconcilePorts,
  repository: RepositoryRef,
  stations: readonly Station[],
): Promise<void> {
  if (stations.length === 0) return;
  const branches = stations.flatMap(({ branch, nextBranch }) =>
    nextBranch ? [branch, nextBranch] : [branch],
  );
  const heads = await ports.git.heads(repository, [...new Set(branches)]);
  for (const [branch, head] of heads) {
    const environment = stations.find((station) => station.branch === branch)?.environment;
    await ports.queue.enqueue({ kind: 'offer-promotion', repository, branch });
    if (environment && (await ports.history.isHandled({ repository, environment, head }, ''))) continue;
    if (environment && (await isWanted(ports, repository, environment, head))) {
      await ports.queue.enqueue({ kind: 'deliver-branch', repository, branch });
    }
  }
}

/** As long as its pull request is open, an image is in use: merging builds nothing again. */
async function testOpenPullRequests(
  ports: ReconcilePorts,
  repository: RepositoryRef,
  stations: readonly Station[],
  open: readonly PullRequest[],
): Promise<void> {
  for (const { number, head, base } of open) {
    if (isOwnBranch(base.branch)) continue;
    const environment = stations.find(({ branch }) => branch === base.branch)?.environment;
    const subject = environment && { repository, environment, pullRequest: number, head: head.commit };
    const record = environment ? await ports.records.find(repository, environment, head.commit) : undefined;
    if (record) await ports.images.touch(repository, record.sourceTree);
    // A review that nobody told of counts, too.
    const reviewed = record?.approval && ({ reviewed: true } as const);
    if (subject && !reviewed && (await ports.history.isHandled(subject, ''))) continue;
    await ports.queue.enqueue({
      kind: 'test-pull-request',
      repository,
      number,
      head: head.commit,
      base: base.branch,
      again: false,
      ...reviewed,
    });
  }
}

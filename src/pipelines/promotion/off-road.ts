import { environmentOfBranch, environmentsBefore } from '../../domain/configuration/environment-order.ts';
import { marker, promotionBranch } from '../../domain/names.ts';
import type { OffRoad } from '../../domain/promotion/obstacles.ts';
import { onTheRoad } from '../../domain/promotion/on-the-road.ts';
import type { Station } from '../../domain/release.ts';
import { formatRepository } from '../../domain/repository-ref.ts';
import { shortcutComment } from '../../domain/texts/off-road.ts';
import type { Comments, PullRequests } from '../../ports/forge.ts';
import type { Git } from '../../ports/git.ts';
import type { Queue } from '../../ports/queue.ts';
import type { Deployments, PullRequestRecords, Roads } from '../../ports/records.ts';
import { type ConfigurationPorts, readConfiguration } from '../configuration/read-configuration.ts';
import type { BranchAt } from './find-leg.ts';
import { testAtOnce } from './test-at-once.ts';

export type OffRoadPorts = ConfigurationPorts & {
  readonly git: Git;
  readonly roads: Roads;
  readonly records: PullRequestRecords;
  readonly deployments: Deployments;
  readonly pullRequests: PullRequests;
  readonly comments: Comments;
  readonly queue: Queue;
};

/** The environments that a branch's own list puts before it, first first; none where it can't be read. */
export async function listBefore(
  ports: ConfigurationPorts,
  { repository, branch, head }: BranchAt,
): Promise<readonly string[]> {
  const found = await readConfiguration(ports, repository, head);
  if (found.kind !== 'ok') return [];
  const environment = environmentOfBranch(found.configuration, branch)?.name;
  return (environment && environmentsBefore(found.configuration, environment)) || [];
}

/** Tells an open promotion into an environment that nothing leads to any more that it is not to be merged: once, on its check. */
export async function tellOffRoad(ports: OffRoadPorts, at: BranchAt): Promise<void> {
  const { repository, branch: base, head } = at;
  const found = await readConfiguration(ports, repository, head);
  const environment = found.kind === 'ok' && environmentOfBranch(found.configuration, base)?.name;
  if (!environment) return;
  const branch = promotionBranch(environment);
  const standing = (await ports.git.heads(repository, [branch])).get(branch);
  const record = standing ? await ports.records.find(repository, environment, standing) : undefined;
  if (!standing || !record?.release) return;
  const promoted = onTheRoad(await ports.deployments.list(repository, environment, 20))[0];
  if (promoted?.release.commit === record.release) return;
  const obstacle = await offRoad(ports, at, environment);
  if (!obstacle) return;
  const pull = await ports.pullRequests.newest(repository, { head: branch, base });
  if (pull?.state !== 'open') return;
  const { sourceTree } = record;
  await ports.records.save(repository, { head: standing, environment, sourceTree, obstacles: [obstacle] });
  await testAtOnce(ports.queue, repository, pull.number, { head: standing, base });
}

async function offRoad(ports: OffRoadPorts, at: BranchAt, environment: string): Promise<OffRoad | undefined> {
  const { repository } = at;
  const from = (await listBefore(ports, at)).at(-1);
  if (!from) return undefined;
  const full = formatRepository(repository);
  const stations = (await ports.roads.list()).filter((road) => formatRepository(road.repository) === full);
  const next = stations.find(({ station }) => station.environment === from)?.station.nextBranch;
  if (next === undefined) return { kind: 'off-road', from, stillListed: false };
  const leadsTo = stations.find(({ station }) => station.branch === next)?.station.environment ?? next;
  const head = (await ports.git.heads(repository, [next])).get(next);
  const before = head ? await listBefore(ports, { repository, branch: next, head }) : [];
  return { kind: 'off-road', from, leadsTo, stillListed: before.includes(environment) };
}

/** Says on the commit that would be promoted why it is not: the target's own list wants a longer road. */
export async function tellShortcut(
  ports: OffRoadPorts,
  from: Station,
  chosen: Station,
  { repository, branch }: BranchAt,
): Promise<void> {
  const deployed = await ports.deployments.list(repository, from.environment, 20);
  const [newest] = onTheRoad(deployed);
  if (!newest) return;
  const body = shortcutComment(from.environment, branch, chosen.environment);
  const ours = marker('promotion', from.environment);
  await ports.comments.ensureCommitComment(repository, newest.head, ours, body);
}

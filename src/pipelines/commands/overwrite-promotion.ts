import type { PromoteCommand } from '../../domain/commands/specs/promote.ts';
import { promotionBranch } from '../../domain/names.ts';
import { blocking, fingerprint, type Obstacle } from '../../domain/promotion/obstacles.ts';
import { boundTo, type Overwrite } from '../../domain/promotion/overwrite.ts';
import type { Station } from '../../domain/release.ts';
import type { RepositoryRef } from '../../domain/repository-ref.ts';
import type { Answer } from '../../domain/texts/commands/answer.ts';
import { unknownEnvironmentAnswer } from '../../domain/texts/commands/permission.ts';
import {
  movedOnAnswer,
  nothingToOverwriteAnswer,
  overwrittenAnswer,
} from '../../domain/texts/commands/promote.ts';
import { nowhereToPromoteAnswer } from '../../domain/texts/commands/promote-release.ts';
import type { RunCommand } from '../../domain/work.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ForgeLinks, PullRequests } from '../../ports/forge.ts';
import type { Git } from '../../ports/git.ts';
import type { Queue } from '../../ports/queue.ts';
import type { Overwrites, PullRequestRecords, Roads } from '../../ports/records.ts';
import { headOfLocation } from '../manifests/head-of-location.ts';
import { treeAt } from '../promotion/find-edited-manifests.ts';
import { stationHere, stationsOf } from './find-station.ts';

export interface OverwritePorts {
  readonly git: Git;
  readonly pullRequests: PullRequests;
  readonly roads: Roads;
  readonly records: PullRequestRecords;
  readonly overwrites: Overwrites;
  readonly queue: Queue;
  readonly links: ForgeLinks;
  readonly clock: Clock;
}

/**
 * Lets the promotion into an environment go over what its check shows: the hotfix and the edited manifests that lie there, and nothing
 * that comes later. The promotion is then looked at anew.
 */
export async function overwritePromotion(
  ports: OverwritePorts,
  command: RunCommand,
  { environment }: PromoteCommand,
): Promise<Answer> {
  const { repository } = command;
  const stations = await stationsOf(ports.roads, repository);
  const station =
    environment === undefined
      ? await stationHere(ports, command)
      : stations.find((each) => each.environment === environment);
  if (!station) {
    const known = stations.map((each) => each.environment);
    return environment === undefined
      ? nowhereToPromoteAnswer()
      : unknownEnvironmentAnswer(environment, known);
  }
  const answer = await allow(ports, command, station);
  await ports.queue.enqueue({ kind: 'offer-promotion', repository, branch: station.branch });
  return answer;
}

async function allow(ports: OverwritePorts, command: RunCommand, station: Station): Promise<Answer> {
  const { repository, id, by } = command;
  const { environment } = station;
  const earlier = await ports.overwrites.find(repository, id);
  if (earlier) return overwrittenAnswer(earlier);
  const shown = await shownObstacles(ports, repository, station);
  if (shown === 'moved on') return movedOnAnswer(environment);
  const bound = boundTo(shown);
  if (!bound) return nothingToOverwriteAnswer(environment);
  const overwrite: Overwrite = {
    ...{ id, environment, ...bound, by, at: ports.clock.now().toISOString() },
    comment: ports.links.comment(repository, command),
  };
  await ports.overwrites.save(repository, overwrite);
  return overwrittenAnswer(overwrite);
}

/** What the check of the promotion shows, if that is still how things stand. */
async function shownObstacles(
  { git, records }: OverwritePorts,
  repository: RepositoryRef,
  { branch, environment }: Station,
): Promise<readonly Obstacle[] | 'moved on'> {
  const own = promotionBranch(environment);
  const heads = await git.heads(repository, [branch, own]);
  const [target, head] = [heads.get(branch), heads.get(own)];
  if (!head) return [];
  const record = await records.find(repository, environment, head);
  if (!record?.release) return [];
  const obstacles = record.obstacles ?? [];
  const { parents } = await git.commit(repository, head);
  const isShown = record.shown === fingerprint(obstacles) && parents[0] === target;
  return isShown && (await areUnchanged(git, obstacles)) ? obstacles : 'moved on';
}

/** Manifests may lie on another branch, which moves without the target's. */
async function areUnchanged(git: Git, obstacles: readonly Obstacle[]): Promise<boolean> {
  for (const obstacle of blocking(obstacles)) {
    if (obstacle.kind !== 'manifests') continue;
    const head = await headOfLocation(git, obstacle);
    if ((await treeAt(git, obstacle, head)) !== obstacle.tree) return false;
  }
  return true;
}

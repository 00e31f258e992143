import { promotionBranch } from '../../domain/names.ts';
import { inOrder } from '../../domain/promotion/stations.ts';
import type { Answer } from '../../domain/texts/commands/answer.ts';
import { type EnvironmentStatus, statusAnswer } from '../../domain/texts/commands/status.ts';
import type { RunCommand } from '../../domain/work.ts';
import type { PullRequests } from '../../ports/forge.ts';
import type { Deployments, Roads } from '../../ports/records.ts';
import { type HeldPorts, heldAt } from '../holds/held-at.ts';
import { stationsOf } from './find-station.ts';

export interface StatusPorts extends HeldPorts {
  readonly roads: Roads;
  readonly deployments: Deployments;
  readonly pullRequests: PullRequests;
}

/** Says what runs where. */
export async function showStatus(ports: StatusPorts, { repository }: RunCommand): Promise<Answer> {
  const stations = inOrder(await stationsOf(ports.roads, repository));
  const open = await ports.pullRequests.listOpen(repository);
  const shown: EnvironmentStatus[] = [];
  for (const station of stations) {
    const { environment, timezone = 'UTC' } = station;
    const promotion = open.find(({ head, fork }) => !fork && head.branch === promotionBranch(environment));
    const deployed = await ports.deployments.current(repository, environment);
    const held = await heldAt(ports, repository, station);
    shown.push({ environment, timezone, deployed, promotion, held });
  }
  return statusAnswer(shown);
}

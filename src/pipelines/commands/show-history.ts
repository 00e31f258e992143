import type { HistoryCommand } from '../../domain/commands/specs/history.ts';
import type { Answer } from '../../domain/texts/commands/answer.ts';
import { historyAnswer } from '../../domain/texts/commands/history.ts';
import { unknownEnvironmentAnswer } from '../../domain/texts/commands/permission.ts';
import type { RunCommand } from '../../domain/work.ts';
import type { ForgeLinks } from '../../ports/forge.ts';
import type { Deployments, Roads } from '../../ports/records.ts';
import { stationsOf } from './find-station.ts';

export interface HistoryPorts {
  readonly roads: Roads;
  readonly deployments: Deployments;
  readonly links: ForgeLinks;
}

const mostShown = 10;

/** Says what ran in an environment, who brought it there, and why. */
export async function showHistory(
  { roads, deployments, links }: HistoryPorts,
  { repository }: RunCommand,
  { environment }: HistoryCommand,
): Promise<Answer> {
  const stations = await stationsOf(roads, repository);
  const station = stations.find((each) => each.environment === environment);
  if (!station)
    return unknownEnvironmentAnswer(
      environment,
      stations.map((each) => each.environment),
    );
  const list = await deployments.list(repository, environment, mostShown);
  return historyAnswer(
    { environment, timezone: station.timezone ?? 'UTC' },
    list.map((deployment) => {
      const { pullRequest } = deployment;
      const url = pullRequest === undefined ? undefined : links.pullRequest(repository, pullRequest);
      return { deployment, url };
    }),
  );
}

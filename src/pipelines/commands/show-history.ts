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
  const known = (await stationsOf(roads, repository)).map((station) => station.environment);
  if (!known.includes(environment)) return unknownEnvironmentAnswer(environment, known);
  const list = await deployments.list(repository, environment, mostShown);
  return historyAnswer(
    environment,
    list.map((deployment) => {
      const { pullRequest } = deployment;
      const url = pullRequest === undefined ? undefined : links.pullRequest(repository, pullRequest);
      return { deployment, url };
    }),
  );
}

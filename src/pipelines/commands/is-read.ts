import type { Asked } from '../../domain/commands/read-comment.ts';
import { firstStation } from '../../domain/promotion/stations.ts';
import type { RunCommand } from '../../domain/work.ts';
import type { Roads } from '../../ports/records.ts';
import { type BranchPorts, configurationOfBranch } from '../configuration/configuration-of-branch.ts';
import { stationsOf } from './find-station.ts';

/**
 * Whether a command is read at all. One behind `/tailrace` always is. A short one only where Tailrace has environments, and as the
 * environment that it names says on its own branch; one that names none, as the first environment says. A file that can't be read says
 * nothing against it.
 */
export async function isRead(
  ports: BranchPorts & { readonly roads: Pick<Roads, 'list'> },
  { repository, asked }: RunCommand,
): Promise<boolean> {
  if (!asked.short) return true;
  const stations = await stationsOf(ports.roads, repository);
  const station = stations.find(({ environment }) => environment === named(asked)) ?? firstStation(stations);
  if (!station) return false;
  return (await configurationOfBranch(ports, repository, station.branch))?.shortCommands ?? true;
}

function named(asked: Asked): string | undefined {
  return asked.kind === 'command' && 'environment' in asked.command ? asked.command.environment : undefined;
}

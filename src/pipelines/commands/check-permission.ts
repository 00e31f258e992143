import { type Command, needOf, specOf } from '../../domain/commands/command.ts';
import { formatGrant, type Grant } from '../../domain/permissions/grant.ts';
import { grantFor } from '../../domain/permissions/judge.ts';
import type { Need } from '../../domain/permissions/rights.ts';
import type { Station } from '../../domain/release.ts';
import type { Answer } from '../../domain/texts/commands/answer.ts';
import {
  cannotAskAnswer,
  notAllowedAnswer,
  nowhereAnswer,
  unknownEnvironmentAnswer,
} from '../../domain/texts/commands/permission.ts';
import type { RunCommand } from '../../domain/work.ts';
import type { Permissions, PullRequests } from '../../ports/forge.ts';
import type { Log } from '../../ports/log.ts';
import type { Roads } from '../../ports/records.ts';
import type { BranchPorts } from '../configuration/configuration-of-branch.ts';
import { standingOf } from '../permissions/standing-of.ts';
import { stationHere, stationsOf } from './find-station.ts';
import { grantsOf } from './grants-of.ts';

export interface PermissionPorts extends BranchPorts {
  readonly permissions: Permissions;
  readonly pullRequests: Pick<PullRequests, 'get'>;
  readonly roads: Pick<Roads, 'list' | 'at'>;
  readonly log: Pick<Log, 'warn'>;
}

/** Whether somebody may. `permission` is what was found, for the audit. */
export type Permission = {
  readonly environment?: string | undefined;
  readonly permission?: string | undefined;
} & (
  | { readonly kind: 'allowed' }
  | { readonly kind: 'not-allowed' | 'not-known' | 'nowhere'; readonly answer: Answer }
);

/** Asks the forge, now, whether whoever wrote a command may have it carried out. Where it can't tell, they may not. */
export async function checkPermission(
  ports: PermissionPorts,
  command: RunCommand,
  wanted: Command,
): Promise<Permission> {
  const need = needOf(wanted);
  const usage = specOf(wanted.name)?.usage ?? wanted.name;
  if (need.kind === 'role') return judge(ports, command, usage, [need]);
  const station = await stationFor(ports, command, need, usage);
  if ('kind' in station) return station;
  const { environment } = station;
  const grants = await grantsOf(ports, command.repository, station, need.right);
  return { environment, ...(await judge(ports, command, usage, grants)) };
}

/** The environment that a command is about, or why there is none. */
async function stationFor(
  ports: PermissionPorts,
  command: RunCommand,
  { environment }: Extract<Need, { kind: 'right' }>,
  usage: string,
): Promise<Station | Permission> {
  if (environment === undefined) {
    const here = await stationHere(ports, command);
    return here ?? { kind: 'nowhere', answer: nowhereAnswer(usage) };
  }
  const stations = await stationsOf(ports.roads, command.repository);
  const known = stations.map((station) => station.environment);
  const found = stations.find((station) => station.environment === environment);
  return found ?? { kind: 'nowhere', environment, answer: unknownEnvironmentAnswer(environment, known) };
}

async function judge(
  ports: PermissionPorts,
  { repository, by }: RunCommand,
  usage: string,
  grants: readonly Grant[],
): Promise<Permission> {
  try {
    const standing = await standingOf(ports.permissions, repository, by, grants);
    const grant = grantFor(grants, standing);
    const { role } = standing;
    if (grant?.kind === 'role') return { kind: 'allowed', permission: `role ${role}` };
    if (grant) return { kind: 'allowed', permission: formatGrant(grant) };
    const answer = notAllowedAnswer(by, role, usage, grants);
    return { kind: 'not-allowed', permission: `role ${role}`, answer };
  } catch (error) {
    ports.log.warn({ err: error, by }, 'the forge could not tell what somebody may do');
    return { kind: 'not-known', answer: cannotAskAnswer(by) };
  }
}

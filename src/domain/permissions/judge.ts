import type { Grant } from './grant.ts';
import { isAtLeast, type Role } from './role.ts';

/** What the forge said of somebody. */
export interface Standing {
  readonly login: string;
  readonly role: Role;
  /** Of the teams that it was asked about, those that they are in, as `organization/slug`. */
  readonly teams: readonly string[];
}

/** What lets somebody do it, of what would; undefined where nothing does. */
export function grantFor(grants: readonly Grant[], standing: Standing): Grant | undefined {
  return grants.find((grant) => isGranted(grant, standing));
}

function isGranted(grant: Grant, { login, role, teams }: Standing): boolean {
  switch (grant.kind) {
    case 'role':
      return isAtLeast(role, grant.role);
    case 'person':
      return grant.login.toLowerCase() === login.toLowerCase();
    case 'team':
      return teams.includes(teamName(grant));
  }
}

/** As it is compared: forges tell no letter cases apart in names. */
export function teamName({ organization, slug }: Extract<Grant, { kind: 'team' }>): string {
  return `${organization}/${slug}`.toLowerCase();
}

import type { Grant } from '../../permissions/grant.ts';
import type { Need } from '../../permissions/rights.ts';
import type { Role } from '../../permissions/role.ts';
import { code, plain } from '../markdown.ts';

const people: Readonly<Record<Role, string>> = {
  none: 'everybody',
  read: 'everybody who can read here',
  triage: 'who has the role triage or more',
  write: 'who has the role write or more',
  maintain: 'who has the role maintain or admin',
  admin: 'administrators of this repository',
};

/** Who has a need, as the help says it. */
export function whoHas(need: Need): string {
  if (need.kind === 'role') return people[need.role];
  return `who has \`${need.right}\` in that environment`;
}

/** Who is meant by what a configuration says. */
export function whoMay(grants: readonly Grant[]): string {
  return grants.length === 0 ? 'nobody' : grants.map(nameOf).join(', and for ');
}

function nameOf(grant: Grant): string {
  switch (grant.kind) {
    case 'role':
      return people[grant.role];
    case 'person':
      return plain(grant.login, 60);
    case 'team':
      return `the team ${code(`${grant.organization}/${grant.slug}`, 100)}`;
  }
}

import { type Role, roles } from './role.ts';

/** Who may: everybody with a role or a higher one, a person, or the members of a team. */
export type Grant =
  | { readonly kind: 'role'; readonly role: Role }
  | { readonly kind: 'person'; readonly login: string }
  | { readonly kind: 'team'; readonly organization: string; readonly slug: string };

/** Reads `maintain`, `@dana` and `@acme/oncall`; undefined for anything else. */
export function parseGrant(written: string): Grant | undefined {
  const role = roles.find((each) => each === written && each !== 'none');
  if (role) return { kind: 'role', role };
  const [, login, slug] = /^@([\w.-]+(?:\[bot\])?)(?:\/([\w.-]+))?$/.exec(written) ?? [];
  if (login === undefined) return undefined;
  return slug === undefined ? { kind: 'person', login } : { kind: 'team', organization: login, slug };
}

/** The same as text: for the audit. */
export function formatGrant(grant: Grant): string {
  switch (grant.kind) {
    case 'role':
      return `role ${grant.role}`;
    case 'person':
      return `@${grant.login}`;
    case 'team':
      return `@${grant.organization}/${grant.slug}`;
  }
}

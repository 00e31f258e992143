import type { Role } from './role.ts';

/** What a configuration says for each environment who may do it. */
export const rights = ['promote', 'rollback', 'hold', 'override'] as const;
export type Right = (typeof rights)[number];

/** What a command asks of whoever writes it: a role in the repository, or a right in an environment. */
export type Need =
  | { readonly kind: 'role'; readonly role: Role }
  /** Without an environment, in the one that the pull request is for under which it is written. */
  | { readonly kind: 'right'; readonly right: Right; readonly environment: string | undefined };

/** Who may: everybody with a role or a higher one, a person, or the members of a team. */
export type Grant =
  | { readonly kind: 'role'; readonly role: Role }
  | { readonly kind: 'person'; readonly login: string }
  | { readonly kind: 'team'; readonly organization: string; readonly slug: string };

/** Where an environment stands in the list of its configuration. */
export type Position = 'first' | 'between' | 'last';

export function positionIn(names: readonly string[], environment: string): Position {
  const index = names.indexOf(environment);
  if (index === 0) return 'first';
  return index === names.length - 1 ? 'last' : 'between';
}

const usual: Readonly<Record<Position, Role>> = { first: 'write', between: 'maintain', last: 'admin' };

/** Who may where the configuration does not say. */
export function usualGrants(position: Position): readonly Grant[] {
  return [{ kind: 'role', role: usual[position] }];
}

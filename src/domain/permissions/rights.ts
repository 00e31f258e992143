import type { Grant } from './grant.ts';
import type { Role } from './role.ts';

/** What a configuration says for each environment who may do it. */
export const rights = ['promote', 'rollback', 'hold', 'override'] as const;
export type Right = (typeof rights)[number];

/** What a command asks of whoever writes it: a role in the repository, or a right in an environment. */
export type Need =
  | { readonly kind: 'role'; readonly role: Role }
  /** Without an environment, in the one that the pull request is for under which it is written. */
  | { readonly kind: 'right'; readonly right: Right; readonly environment: string | undefined };

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

/** Who has each right, as far as a configuration says it. */
export type Granted = Readonly<Partial<Record<Right, readonly Grant[]>>>;

import { type Repository, ROLES, type Role, type User } from './model.ts';
import { Refusal } from './refusal.ts';
import type { Bearer, World } from './world.ts';

export function atLeast(role: Role, needed: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(needed);
}

/** The app's bot counts as a writer here: what it may do, its token's permissions say, which the faces check. */
export function roleOf(repository: Repository, user: User): Role {
  if (user.login === repository.owner.login) return 'admin';
  if (user.kind === 'bot') return repository.installed ? 'write' : 'none';
  const granted = repository.roles.get(user.login);
  if (granted) return granted;
  if (repository.parent && repository.owner.kind === 'person') return repository.private ? 'none' : 'read';
  return user.role === 'none' && !repository.private ? 'read' : user.role;
}

/** @throws Refusal when the user's role is too low. */
export function requireRole(repository: Repository, user: User, needed: Role): void {
  if (atLeast(roleOf(repository, user), needed)) return;
  throw new Refusal('forbidden', `${user.login} needs the role "${needed}" in ${repository.fullName}.`);
}

/** Who holds this token; undefined for a token that is not (or no longer) valid. */
export function bearerOf(world: World, token: string): Bearer | undefined {
  const user = [...world.users.values()].find((candidate) => candidate.token === token);
  if (user && user.kind === 'person') return personsBearer(user);
  for (const find of world.bearers) {
    const bearer = find(token);
    if (bearer) return bearer;
  }
  return undefined;
}

function personsBearer(actor: User): Bearer {
  return {
    actor,
    may: (action, repository) => atLeast(roleOf(repository, actor), action === 'read' ? 'read' : 'write'),
  };
}

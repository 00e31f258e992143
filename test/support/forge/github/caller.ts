import { atLeast, roleOf } from '../access.ts';
import type { Repository, Role, User } from '../model.ts';
import type { Bearer } from '../world.ts';
import { verifyAppJwt } from './app-jwt.ts';
import { type GitHub, type InstallationToken, installationOf, type Permissions } from './github.ts';
import { badCredentials, notFound, RestError } from './rest-error.ts';

/** Who asks. */
export type Caller =
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'app' }
  | { readonly kind: 'installation'; readonly actor: User; readonly token: InstallationToken }
  | { readonly kind: 'person'; readonly actor: User };

/** What a route asks of its caller; `refused` where only the other kind may. Of several permissions one is enough. */
export interface Access {
  readonly app: Permissions | 'refused';
  readonly person: Role | 'refused';
}

export function callerName(caller: Caller): string {
  return 'actor' in caller ? caller.actor.login : caller.kind;
}

/** @throws RestError 401 when the credentials are bad. */
export function callerOf(github: GitHub, authorization: string | undefined): Caller {
  if (!authorization) return { kind: 'anonymous' };
  const [, secret = ''] = authorization.split(' ');
  if (secret.split('.').length === 3) {
    verifyAppJwt(secret, github.app, github.world.now());
    return { kind: 'app' };
  }
  const token = github.tokens.get(secret);
  if (token) {
    if (isLive(github, token)) return { kind: 'installation', actor: github.app.bot, token };
    // Tokens do expire during long work: that is no mistake of the client's.
    throw new RestError(401, 'Bad credentials');
  }
  const person = [...github.world.users.values()].find(
    (user) => user.kind === 'person' && user.token === secret,
  );
  if (!person) throw badCredentials();
  return { kind: 'person', actor: person };
}

function isLive({ world }: GitHub, token: InstallationToken): boolean {
  return token.expiresAt > world.now();
}

/** Whether an installation's token reaches a repository at all. */
export function reaches(github: GitHub, token: InstallationToken, repository: Repository): boolean {
  if (installationOf(github, repository)?.id !== token.installation.id) return !repository.private;
  return token.repositoryIds?.has(repository.id) ?? true;
}

/** The caller as somebody who acts in this repository. @throws RestError 401, 403 or 404, as GitHub does. */
export function requireAccess(github: GitHub, caller: Caller, repository: Repository, access: Access): User {
  switch (caller.kind) {
    case 'anonymous':
      throw repository.private ? notFound() : badCredentials('Requires authentication');
    case 'app':
      throw badCredentials('An installation token is needed here');
    case 'person':
      if (!atLeast(roleOf(repository, caller.actor), 'read')) throw notFound();
      if (access.person === 'refused' || !atLeast(roleOf(repository, caller.actor), access.person))
        throw new RestError(403, `${caller.actor.login} may not do this in ${repository.fullName}.`);
      return caller.actor;
    case 'installation':
      if (!reaches(github, caller.token, repository)) throw notFound();
      if (access.app === 'refused' || !permits(caller.token.permissions, access.app))
        throw notAccessible(access);
      return caller.actor;
  }
}

function permits(granted: Permissions, needed: Permissions): boolean {
  return Object.entries(needed).some(([name, level]) => granted[name] === 'write' || granted[name] === level);
}

function notAccessible({ app }: Access): RestError {
  const missing = app === 'refused' ? 'apps may not do this at all' : `needs one of ${JSON.stringify(app)}`;
  return new RestError(403, 'Resource not accessible by integration', { problem: `403, ${missing}` });
}

/** An installation's token in git's eyes. */
export function gitBearer(github: GitHub, secret: string): Bearer | undefined {
  const token = github.tokens.get(secret);
  if (!token || !isLive(github, token)) return undefined;
  return {
    actor: github.app.bot,
    may(action, repository) {
      const own = installationOf(github, repository)?.id === token.installation.id;
      if (!reaches(github, token, repository)) return false;
      if (action === 'workflows') return permits(token.permissions, { workflows: 'write' });
      return action === 'read' && !own ? true : permits(token.permissions, { contents: action });
    },
  };
}

import { z } from 'zod';
import { parseRepository } from './repository.ts';

export interface RegistryLogin {
  readonly username: string;
  readonly password: string;
}

/** Logins by registry, e.g. `registry.example.com`, `127.0.0.1:5000`, `docker.io`. */
export type RegistryLogins = ReadonlyMap<string, RegistryLogin>;

/** The part of Docker's config.json that holds logins (https://docs.docker.com/reference/cli/docker/login/). */
export const dockerConfigSchema = z.object({
  auths: z
    .record(
      z.string(),
      z.object({
        auth: z.string().optional(),
        username: z.string().optional(),
        password: z.string().optional(),
      }),
    )
    .default({}),
});
export type DockerConfig = z.infer<typeof dockerConfigSchema>;

/** The logins of a Docker configuration; an entry without a password (kept by a credential helper) gives none. */
export function registryLogins(config: DockerConfig): RegistryLogins {
  const logins = new Map<string, RegistryLogin>();
  for (const [key, { auth, username, password }] of Object.entries(config.auths)) {
    const login = auth ? decoded(auth) : { username: username ?? '', password: password ?? '' };
    if (login.username !== '' && login.password !== '') logins.set(registryOf(key), login);
  }
  return logins;
}

/** The login for the registry that holds this repository (`host/path`). */
export function loginFor(logins: RegistryLogins, repository: string): RegistryLogin | undefined {
  return logins.get(parseRepository(repository).registry);
}

function decoded(auth: string): RegistryLogin {
  const text = Buffer.from(auth, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon < 0
    ? { username: '', password: '' }
    : { username: text.slice(0, colon), password: text.slice(colon + 1) };
}

/** Docker writes some registries as addresses: `https://index.docker.io/v1/` is Docker Hub. */
function registryOf(key: string): string {
  const host = key.replace(/^https?:\/\//, '').split('/')[0] ?? key;
  return host === 'index.docker.io' || host === 'registry-1.docker.io' ? 'docker.io' : host;
}

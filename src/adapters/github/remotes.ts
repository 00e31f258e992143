import { LRUCache } from 'lru-cache';
import type { Probot } from 'probot';
import { formatRepository, type RepositoryRef } from '../../domain/repository-ref.ts';
import type { GitRemotes } from '../../ports/forge.ts';
import type { InstallationOf } from './installations.ts';
import { statusOf } from './status-of.ts';

/** A token lives an hour; a new one is made when less than this is left, so that a long clone still ends with it. */
const leastMs = 15 * 60_000;
const lifeMs = 60 * 60_000;

/** Git over HTTPS with an installation's token that reaches this one repository only. */
export function githubRemotes(probot: Probot, installationOf: InstallationOf, webUrl: string): GitRemotes {
  const tokens = new LRUCache<string, string>({ max: 5000, ttl: lifeMs - leastMs });
  const root = webUrl.replace(/\/+$/, '');
  return {
    remote: async (repository, refused) => {
      const key = formatRepository(repository);
      const kept = tokens.get(key);
      const isGood = kept !== undefined && authorizationBy(kept) !== refused?.authorization;
      const token = isGood ? kept : await createToken(probot, installationOf, repository);
      if (!isGood) tokens.set(key, token);
      const url = `${root}/${repository.owner}/${repository.name}.git`;
      return { url, authorization: authorizationBy(token) };
    },
  };
}

function authorizationBy(token: string): string {
  return `Basic ${Buffer.from(`x-access-token:${token}`).toString('base64')}`;
}

async function createToken(
  probot: Probot,
  installationOf: InstallationOf,
  repository: RepositoryRef,
): Promise<string> {
  const [app, { id, forget }] = await Promise.all([probot.auth(), installationOf(repository)]);
  const wanted = { installation_id: id, repositories: [repository.name] };
  try {
    return (await app.rest.apps.createInstallationAccessToken(wanted)).data.token;
  } catch (error) {
    if (![404, 422].includes(statusOf(error) ?? 0)) throw error;
    // Uninstalled meanwhile, or only this repository taken out: then this says so.
    forget();
    await installationOf(repository);
    throw error;
  }
}

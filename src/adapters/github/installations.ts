import { LRUCache } from 'lru-cache';
import type { Probot, ProbotOctokit } from 'probot';
import { formatRepository, type RepositoryRef } from '../../domain/repository-ref.ts';
import { NotInstalled } from '../../ports/forge.ts';
import type { AppPage } from './app-page.ts';
import { statusOf } from './status-of.ts';

/** A client with the rights that the app's installation gives for this repository. */
export interface Installed {
  readonly id: number;
  readonly octokit: ProbotOctokit;
  /** For who sees that it does not hold any more: it is asked for again. */
  forget(): void;
}

export type InstallationOf = (repository: RepositoryRef) => Promise<Installed>;
export type OctokitFor = (repository: RepositoryRef) => Promise<ProbotOctokit>;

/**
 * Finds the installation that serves a repository, and keeps it for an hour. A 404 (uninstalled, renamed, or only something in
 * it gone) forgets it, so that a new installation is found. Throws {@link NotInstalled} where there is none.
 */
export function installations(probot: Probot, page: () => Promise<AppPage>): InstallationOf {
  const known = new LRUCache<string, Promise<Installed>>({ max: 5000, ttl: 3_600_000 });
  return (repository) => {
    const key = formatRepository(repository);
    const kept = known.get(key);
    if (kept) return kept;
    const forget = () => known.delete(key);
    const installed = findInstallation(probot, repository, forget).catch(async (error: unknown) => {
      if (statusOf(error) !== 404) throw error;
      throw new NotInstalled(repository, `${(await page()).url}/installations/new`);
    });
    known.set(key, installed);
    installed.catch(forget);
    return installed;
  };
}

async function findInstallation(
  probot: Probot,
  repository: RepositoryRef,
  forget: () => void,
): Promise<Installed> {
  const app = await probot.auth();
  const { owner, name: repo } = repository;
  const { id } = (await app.rest.apps.getRepoInstallation({ owner, repo })).data;
  const octokit = await probot.auth(id);
  renewRevoked(octokit, id);
  octokit.hook.error('request', (error) => {
    if (statusOf(error) === 404) forget();
    throw error;
  });
  return { id, octokit, forget };
}

/** A token may be revoked before its hour is over; the client itself would keep it until then. */
function renewRevoked(octokit: ProbotOctokit, installationId: number): void {
  octokit.hook.wrap('request', async (request, options) => {
    try {
      return await request(options);
    } catch (error) {
      if (statusOf(error) !== 401) throw error;
      await octokit.auth({ type: 'installation', installationId, refresh: true });
      return request(options);
    }
  });
}

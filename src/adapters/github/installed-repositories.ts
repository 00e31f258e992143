import type { Probot } from 'probot';
import type { RepositoryRef } from '../../domain/repository-ref.ts';
import type { InstalledRepositories } from '../../ports/forge.ts';
import type { Log } from '../../ports/log.ts';

/** Every repository of every installation that is not suspended. */
export function githubInstalledRepositories(probot: Probot, log: Log): InstalledRepositories {
  return {
    list: async () => {
      const app = await probot.auth();
      const all = await app.paginate(app.rest.apps.listInstallations, { per_page: 100 });
      const repositories: RepositoryRef[] = [];
      for (const { id, suspended_at } of all) {
        if (!suspended_at) repositories.push(...(await repositoriesOf(probot, id, log)));
      }
      return repositories;
    },
  };
}

/** An installation that was just removed must not hide the others. */
async function repositoriesOf(probot: Probot, installationId: number, log: Log): Promise<RepositoryRef[]> {
  try {
    const octokit = await probot.auth(installationId);
    const list = octokit.rest.apps.listReposAccessibleToInstallation;
    const repositories = await octokit.paginate(list, { per_page: 100 });
    return repositories
      .filter(({ archived }) => !archived)
      .map(({ owner, name }) => ({ owner: owner.login, name }));
  } catch (error) {
    log.warn({ err: error, installationId }, 'The repositories of an installation can not be listed');
    return [];
  }
}

import type { Visibility } from '../../domain/evidence/visibility.ts';
import type { Repositories } from '../../ports/forge.ts';
import type { OctokitFor } from './installations.ts';

/** GitHub's own word for who may read a repository (REST API, "Get a repository"). */
export function githubRepositories(octokitFor: OctokitFor): Repositories {
  return {
    visibility: async ({ owner, name }) => {
      const octokit = await octokitFor({ owner, name });
      const { data } = await octokit.rest.repos.get({ owner, repo: name });
      return visibilityIn(data);
    },
  };
}

function visibilityIn(told: { readonly private: boolean; readonly visibility?: string }): Visibility {
  if (told.visibility === 'internal') return 'internal';
  return told.private ? 'private' : 'public';
}

import type { Permissions } from '../../ports/forge.ts';
import type { OctokitFor } from './installations.ts';

/**
 * What GitHub lets a person do. `permission` folds the roles: maintain reads as write, triage as read (REST API, "Get repository permissions
 * for a user"). Somebody whom GitHub does not know there gets nothing; any other trouble throws, so nobody is let in by an error.
 */
export function githubPermissions(octokitFor: OctokitFor): Permissions {
  return {
    mayWrite: async ({ owner, name }, username) => {
      const octokit = await octokitFor({ owner, name });
      try {
        const { data } = await octokit.rest.repos.getCollaboratorPermissionLevel({
          owner,
          repo: name,
          username,
        });
        return data.permission === 'admin' || data.permission === 'write';
      } catch (error) {
        if (error instanceof Error && 'status' in error && error.status === 404) return false;
        throw error;
      }
    },
  };
}

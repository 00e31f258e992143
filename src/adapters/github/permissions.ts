import { isRole, type Role } from '../../domain/permissions/role.ts';
import type { Permissions } from '../../ports/forge.ts';
import type { OctokitFor } from './installations.ts';
import { statusOf } from './status-of.ts';

/**
 * What GitHub lets a person do. `role_name` tells all five roles; for a role of an organization's own it holds that one's name, and
 * `permission` the role that it is built on, maintain read as write and triage as read (REST API, "Get repository permissions for a user").
 * Somebody whom GitHub does not know there has none; any other trouble throws, so nobody is let in by an error.
 */
export function githubPermissions(octokitFor: OctokitFor): Permissions {
  return {
    isMember: async (repository, { organization: org, slug: team_slug }, username) => {
      const { teams } = (await octokitFor(repository)).rest;
      try {
        const { data } = await teams.getMembershipForUserInOrg({ org, team_slug, username });
        return data.state === 'active';
      } catch (error) {
        if (statusOf(error) === 404) return false;
        throw error;
      }
    },
    role: async ({ owner, name }, username) => {
      const octokit = await octokitFor({ owner, name });
      try {
        const { data } = await octokit.rest.repos.getCollaboratorPermissionLevel({
          owner,
          repo: name,
          username,
        });
        return roleIn(data.role_name) ?? roleIn(data.permission) ?? 'none';
      } catch (error) {
        if (statusOf(error) === 404) return 'none';
        throw error;
      }
    },
  };
}

function roleIn(name: string): Role | undefined {
  return isRole(name) ? name : undefined;
}

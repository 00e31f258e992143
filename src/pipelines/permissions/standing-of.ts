import type { Grant } from '../../domain/permissions/grant.ts';
import { grantFor, type Standing, teamName } from '../../domain/permissions/judge.ts';
import type { RepositoryRef } from '../../domain/repository-ref.ts';
import type { Permissions } from '../../ports/forge.ts';

/**
 * Asks the forge where somebody stands, as far as these grants need it: teams only where nothing else lets somebody in, and no further than to
 * the first that does. Throws where the forge can't tell.
 */
export async function standingOf(
  permissions: Permissions,
  repository: RepositoryRef,
  login: string,
  grants: readonly Grant[],
): Promise<Standing> {
  const standing = { login, role: await permissions.role(repository, login), teams: [] };
  if (grantFor(grants, standing)) return standing;
  for (const grant of grants) {
    if (grant.kind !== 'team' || !(await permissions.isMember(repository, grant, login))) continue;
    return { ...standing, teams: [teamName(grant)] };
  }
  return standing;
}

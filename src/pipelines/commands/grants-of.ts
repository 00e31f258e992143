import { environmentOfBranch } from '../../domain/configuration/environment-order.ts';
import type { Grant } from '../../domain/permissions/grant.ts';
import { positionIn, type Right, usualGrants } from '../../domain/permissions/rights.ts';
import type { Station } from '../../domain/release.ts';
import type { RepositoryRef } from '../../domain/repository-ref.ts';
import { type BranchPorts, configurationOfBranch } from '../configuration/configuration-of-branch.ts';

/** Where nobody can read who may. */
const administrators: readonly Grant[] = [{ kind: 'role', role: 'admin' }];

/** Who has a right in an environment, by the configuration at the head of its own branch. Where that can't be read, administrators have it. */
export async function grantsOf(
  ports: BranchPorts,
  repository: RepositoryRef,
  { branch }: Station,
  right: Right,
): Promise<readonly Grant[]> {
  const configuration = await configurationOfBranch(ports, repository, branch);
  const environment = configuration && environmentOfBranch(configuration, branch);
  if (!configuration || !environment) return administrators;
  const names = configuration.environments.map(({ name }) => name);
  return environment.permissions[right] ?? usualGrants(positionIn(names, environment.name));
}

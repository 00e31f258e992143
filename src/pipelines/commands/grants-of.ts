import { environmentOfBranch } from '../../domain/configuration/environment-order.ts';
import { type Grant, positionIn, type Right, usualGrants } from '../../domain/permissions/rights.ts';
import type { Station } from '../../domain/release.ts';
import type { RepositoryRef } from '../../domain/repository-ref.ts';
import { type ConfigurationPorts, readConfiguration } from '../configuration/read-configuration.ts';

/** Where nobody can read who may. */
const administrators: readonly Grant[] = [{ kind: 'role', role: 'admin' }];

/** Who has a right in an environment, by the configuration at the head of its own branch. Where that can't be read, administrators have it. */
export async function grantsOf(
  ports: ConfigurationPorts,
  repository: RepositoryRef,
  { branch }: Station,
  _right: Right,
): Promise<readonly Grant[]> {
  const head = (await ports.git.heads(repository, [branch])).get(branch);
  if (head === undefined) return administrators;
  const found = await readConfiguration(ports, repository, head);
  const configuration = found.kind === 'ok' ? found.configuration : undefined;
  const environment = configuration && environmentOfBranch(configuration, branch);
  if (!configuration || !environment) return administrators;
  const names = configuration.environments.map(({ name }) => name);
  return usualGrants(positionIn(names, environment.name));
}

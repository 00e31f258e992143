import type { Configuration } from '../../domain/configuration/configuration.ts';
import type { Operator } from '../../domain/policy/operator.ts';
import type { RepositoryRef } from '../../domain/repository-ref.ts';
import type { GitReader } from '../../ports/git.ts';
import { readConfiguration } from './read-configuration.ts';

export interface BranchPorts {
  readonly git: Pick<GitReader, 'heads' | 'read'>;
  readonly operator: Operator;
}

/** The configuration at a branch's head; undefined where there is none that can be read, and no branch. */
export async function configurationOfBranch(
  ports: BranchPorts,
  repository: RepositoryRef,
  branch: string,
): Promise<Configuration | undefined> {
  const head = (await ports.git.heads(repository, [branch])).get(branch);
  if (head === undefined) return undefined;
  const found = await readConfiguration(ports, repository, head);
  return found.kind === 'ok' ? found.configuration : undefined;
}

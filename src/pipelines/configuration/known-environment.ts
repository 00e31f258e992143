import type { RepositoryRef } from '../../domain/repository-ref.ts';
import type { Roads } from '../../ports/records.ts';

/** The environment that a branch was when it could last be read; undefined for a branch that never was one. */
export async function knownEnvironment(
  roads: Roads,
  repository: RepositoryRef,
  branch: string,
): Promise<string | undefined> {
  return (await roads.at(repository, branch))?.environment;
}

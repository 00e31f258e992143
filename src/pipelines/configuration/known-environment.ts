import { formatRepository, type RepositoryRef } from '../../domain/repository-ref.ts';
import type { Roads } from '../../ports/records.ts';

/** The environment that a branch was when it could last be read; undefined for a branch that never was one. */
export async function knownEnvironment(
  roads: Roads,
  repository: RepositoryRef,
  branch: string,
): Promise<string | undefined> {
  const full = formatRepository(repository);
  const stations = (await roads.list()).filter((road) => formatRepository(road.repository) === full);
  return stations.find(({ station }) => station.branch === branch)?.station.environment;
}

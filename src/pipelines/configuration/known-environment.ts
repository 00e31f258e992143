import type { Station } from '../../domain/release.ts';
import { formatRepository, type RepositoryRef } from '../../domain/repository-ref.ts';
import type { Roads } from '../../ports/records.ts';

/** What a branch's head said of its place on the road when it could last be read; undefined for a branch that never was on one. */
export async function knownStation(
  roads: Roads,
  repository: RepositoryRef,
  branch: string,
): Promise<Station | undefined> {
  const full = formatRepository(repository);
  const stations = (await roads.list()).filter((road) => formatRepository(road.repository) === full);
  return stations.find(({ station }) => station.branch === branch)?.station;
}

/** The environment that a branch was then. */
export async function knownEnvironment(
  roads: Roads,
  repository: RepositoryRef,
  branch: string,
): Promise<string | undefined> {
  return (await knownStation(roads, repository, branch))?.environment;
}

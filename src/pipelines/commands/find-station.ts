import type { Station } from '../../domain/release.ts';
import { formatRepository, type RepositoryRef } from '../../domain/repository-ref.ts';
import type { RunCommand } from '../../domain/work.ts';
import type { PullRequests } from '../../ports/forge.ts';
import type { Roads } from '../../ports/records.ts';

/** The environments of a repository, as their branches could last be read. */
export async function stationsOf(
  roads: Pick<Roads, 'list'>,
  repository: RepositoryRef,
): Promise<readonly Station[]> {
  const full = formatRepository(repository);
  const all = await roads.list();
  return all.filter((road) => formatRepository(road.repository) === full).map(({ station }) => station);
}

/** The environment that the pull request goes to under which a command stands; undefined elsewhere. */
export async function stationHere(
  {
    roads,
    pullRequests,
  }: { readonly roads: Pick<Roads, 'at'>; readonly pullRequests: Pick<PullRequests, 'get'> },
  { repository, place }: Pick<RunCommand, 'repository' | 'place'>,
): Promise<Station | undefined> {
  if (place.kind !== 'pull-request') return undefined;
  const { base } = await pullRequests.get(repository, place.number);
  return roads.at(repository, base.branch);
}

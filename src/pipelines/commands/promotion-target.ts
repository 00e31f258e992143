import { parsePromotionBranch } from '../../domain/names.ts';
import type { Station } from '../../domain/release.ts';
import type { RunCommand } from '../../domain/work.ts';
import type { PullRequests } from '../../ports/forge.ts';
import type { Roads } from '../../ports/records.ts';
import { stationsOf } from './find-station.ts';

/**
 * The environment that is promoted into where nobody names it: that of the open promotion under which the command stands, else the one that
 * follows the environment of its pull request.
 */
export async function promotionTarget(
  { pullRequests, roads }: { readonly pullRequests: Pick<PullRequests, 'get'>; readonly roads: Roads },
  { repository, place }: RunCommand,
): Promise<Station | undefined> {
  if (place.kind !== 'pull-request') return undefined;
  const { base, head, fork, state } = await pullRequests.get(repository, place.number);
  const here = await roads.at(repository, base.branch);
  const isPromotion = !fork && state === 'open' && parsePromotionBranch(head.branch) === here?.environment;
  if (here && isPromotion) return here;
  const stations = await stationsOf(roads, repository);
  return stations.find(({ branch }) => branch === here?.nextBranch);
}

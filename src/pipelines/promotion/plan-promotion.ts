import type { PromotionText } from '../../domain/texts/promotion.ts';
import type { Git } from '../../ports/git.ts';
import { type PlannedManifests, planManifests } from '../manifests/plan-manifests.ts';
import { carriedCommits } from './carried-commits.ts';
import type { Leg } from './find-leg.ts';

/** Everything that decides the promotion's one commit. */
export interface PlannedPromotion extends Leg {
  readonly served: PlannedManifests;
}

/** Throws a PersonError for mistakes in the manifests. */
export async function planPromotion(git: Git, leg: Leg): Promise<PlannedPromotion> {
  const { target, from, runs, location } = leg;
  const { repository, environment, guards } = target;
  const { release } = from;
  const served = await planManifests(git, { repository, environment, release, runs, guards, location });
  return { ...leg, served };
}

/** What the promotion's pull request and its commit tell. */
export async function textOf(
  git: Git,
  planned: PlannedPromotion,
  looked: Pick<PromotionText, 'unrelated' | 'obstacles' | 'held' | 'frozen' | 'unknownReviewers'>,
): Promise<PromotionText> {
  const { target, source, from, released, served, promoted } = planned;
  const before = promoted?.release.commit;
  return {
    ...(await carriedCommits(git, target.repository, before, from.release.commit)),
    name: target.guards.name,
    from: source,
    to: target.environment,
    release: from.release,
    before,
    road: released.environments.map(({ name }) => name),
    nothingServed: served.nothingServed,
    ...looked,
  };
}

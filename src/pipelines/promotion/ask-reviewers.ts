import type { PullRequests } from '../../ports/forge.ts';
import type { Promotions } from '../../ports/records.ts';
import type { Target } from './find-leg.ts';

export interface ReviewerPorts {
  readonly pullRequests: PullRequests;
  readonly promotions: Promotions;
}

/** Asks whom the target's configuration names to review a promotion, each once. Gives those who can't be asked. */
export async function askReviewers(
  { pullRequests, promotions }: ReviewerPorts,
  { repository, environment, configuration }: Target,
  pullRequest: number,
): Promise<readonly string[]> {
  const { reviewers = [] } = configuration.environments.find(({ name }) => name === environment) ?? {};
  const remembered = await promotions.find(repository, environment);
  const before = remembered?.reviewers?.pullRequest === pullRequest ? remembered.reviewers : undefined;
  const unasked = reviewers.filter((name) => !before?.asked.includes(name));
  const unknown = (before?.unknown ?? []).filter((name) => reviewers.includes(name));
  if (unasked.length === 0) return unknown;
  const refused = await pullRequests.requestReviews(repository, pullRequest, unasked);
  const asked = { pullRequest, asked: [...reviewers], unknown: [...unknown, ...refused] };
  await promotions.save(repository, { ...remembered, environment, reviewers: asked });
  return asked.unknown;
}

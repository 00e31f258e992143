import type { PullRequests } from '../../ports/forge.ts';
import type { Promotions } from '../../ports/records.ts';
import type { Target } from './find-leg.ts';
import type { StandingPin } from './find-pin.ts';

/**
 * Asks the author of an approval again, once for each head, where the forge dismissed it because the commit was made anew: the pin stays.
 */
export async function keepPin(
  { pullRequests, promotions }: { readonly pullRequests: PullRequests; readonly promotions: Promotions },
  { repository, environment }: Target,
  { pin, dismissed }: StandingPin,
  head: string,
): Promise<void> {
  if (!dismissed || pin.askedFor === head) return;
  await pullRequests.requestReviews(repository, pin.pullRequest, [pin.by]);
  const remembered = await promotions.find(repository, environment);
  await promotions.save(repository, { ...remembered, environment, pin: { ...pin, askedFor: head } });
}

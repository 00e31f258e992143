import { isDeepStrictEqual } from 'node:util';
import type { PromotionRecord } from '../../domain/release.ts';
import type { AskedPromotion } from '../../domain/work.ts';
import type { PullRequest } from '../../ports/forge.ts';
import type { Promotions, PullRequestRecords } from '../../ports/records.ts';
import type { Leg } from './find-leg.ts';

export interface ChoicePorts {
  readonly promotions: Promotions;
  readonly records: PullRequestRecords;
}

export type Choice = NonNullable<PromotionRecord['chosen']>;

/**
 * The release that somebody named for the next promotion. It is remembered until its pull request is declined; what asks anew takes the
 * place of that, and of an approval that held another release.
 */
export async function findChoice(
  ports: ChoicePorts,
  leg: Leg,
  { asked, pull }: { readonly asked: AskedPromotion | undefined; readonly pull: PullRequest | undefined },
): Promise<Choice | undefined> {
  const { repository, environment } = leg.target;
  const remembered = await ports.promotions.find(repository, environment);
  const chosen = asked ? choiceOf(asked) : await lasting(ports, leg, remembered?.chosen, pull);
  const pin = asked ? undefined : remembered?.pin;
  if (!isDeepStrictEqual([chosen, pin], [remembered?.chosen, remembered?.pin]))
    await ports.promotions.save(repository, { ...remembered, environment, chosen, pin });
  return chosen;
}

function choiceOf({ by, release }: AskedPromotion): Choice | undefined {
  return release === undefined ? undefined : { release, by };
}

/** It ends once the release is there, or somebody has closed its pull request. */
async function lasting(
  { records }: ChoicePorts,
  { target: { repository, environment }, promoted }: Leg,
  known: Choice | undefined,
  pull: PullRequest | undefined,
): Promise<Choice | undefined> {
  if (!known || promoted?.release.commit === known.release) return undefined;
  if (!pull || pull.state === 'open' || pull.merged) return known;
  const declined = await records.find(repository, environment, pull.head.commit);
  return declined?.release === known.release ? undefined : known;
}

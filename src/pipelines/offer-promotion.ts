import { marker, promotionBranch } from '../domain/names.ts';
import { PersonError } from '../domain/person-error.ts';
import type { Station } from '../domain/release.ts';
import { promotionRefusedComment } from '../domain/texts/delivery.ts';
import { promotionBody, promotionMessage, promotionTitle } from '../domain/texts/promotion.ts';
import type { OfferPromotion } from '../domain/work.ts';
import type { Comments } from '../ports/forge.ts';
import type { Roads } from '../ports/records.ts';
import type { Run } from '../ports/run.ts';
import { type BranchAt, findLeg, type Leg, type LegPorts } from './promotion/find-leg.ts';
import { findObstacles, type Looked, type ObstaclePorts } from './promotion/find-obstacles.ts';
import { isLeftToPeople } from './promotion/left-to-people.ts';
import { planPromotion, textOf } from './promotion/plan-promotion.ts';
import { pushPromotion } from './promotion/push-promotion.ts';
import { testAtOnce } from './promotion/test-at-once.ts';

export type PromotionPorts = LegPorts &
  ObstaclePorts & { readonly comments: Comments; readonly roads: Roads };

/**
 * Opens the promotion pull request into a branch from the environment that it follows, or brings it up to date; nothing where nothing
 * is new there or people have decided otherwise. It gets its test at once.
 */
export async function offerPromotion(
  ports: PromotionPorts,
  { repository, branch }: OfferPromotion,
  run: Run,
): Promise<void> {
  const stations = await ports.roads.into(repository, branch);
  if (stations.length === 0) return;
  const head = (await ports.git.heads(repository, [branch])).get(branch);
  if (!head) return;
  for (const station of stations) {
    const at = { repository, branch, head };
    await offerFrom(ports, run, station, at).catch((error: unknown) =>
      tellMistake(ports, station, at, error),
    );
  }
}

/** A person's mistake is told on the commit that would be promoted: there is no pull request to tell it on. */
async function tellMistake(
  ports: PromotionPorts,
  from: Station,
  { repository, branch }: BranchAt,
  error: unknown,
): Promise<void> {
  if (!(error instanceof PersonError)) throw error;
  const head = (await ports.deployments.current(repository, from.environment))?.head;
  if (!head) return;
  const body = promotionRefusedComment(from.environment, branch, error);
  await ports.comments.ensureCommitComment(repository, head, marker('promotion', from.environment), body);
}

/** A hotfix is looked for, and brought back, also while there is nothing to promote. */
async function offerFrom(ports: PromotionPorts, run: Run, station: Station, at: BranchAt): Promise<void> {
  const leg = await findLeg(ports, station, at);
  if (!leg) return;
  const looked = await findObstacles(ports, run, leg);
  if (leg.promoted?.release.commit === leg.from.release.commit) return;
  await offer(ports, run, leg, looked);
}

async function offer(ports: PromotionPorts, run: Run, leg: Leg, looked: Looked): Promise<void> {
  const { obstacles } = looked;
  const { repository, environment, branch: base } = leg.target;
  const planned = await planPromotion(ports.git, leg);
  const branch = promotionBranch(environment);
  const standing = (await ports.git.heads(repository, [branch])).get(branch);
  const newest = await ports.pullRequests.newest(repository, { head: branch, base });
  const decided = { environment, standing, release: leg.from.release.commit };
  if (await isLeftToPeople(ports.records, repository, newest, decided)) return;
  const text = await textOf(ports.git, planned, looked);
  const message = promotionMessage(text);
  const head = await pushPromotion(ports, run, planned, { message, obstacles, standing });
  const wanted = { head: branch, base, title: promotionTitle(text), body: promotionBody(text) };
  const { number } = await ports.pullRequests.ensure(repository, wanted, { newest });
  await testAtOnce(ports.queue, repository, number, { head, base });
}

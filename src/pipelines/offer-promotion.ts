import { isDeepStrictEqual } from 'node:util';
import { marker, promotionBranch } from '../domain/names.ts';
import { PersonError } from '../domain/person-error.ts';
import { shortcuts, stationBefore } from '../domain/promotion/stations.ts';
import type { Station } from '../domain/release.ts';
import { promotionRefusedComment } from '../domain/texts/delivery.ts';
import { type HeldText, promotionBody, promotionMessage, promotionTitle } from '../domain/texts/promotion.ts';
import type { AskedPromotion, OfferPromotion } from '../domain/work.ts';
import type { Comments } from '../ports/forge.ts';
import type { Holds, Proposals, Roads, Withdrawals } from '../ports/records.ts';
import type { Run } from '../ports/run.ts';
import { heldAt } from './holds/held-at.ts';
import { tellWithdrawn } from './holds/tell-withdrawn.ts';
import { withdrawalOf } from './holds/withdrawal-of.ts';
import { askReviewers } from './promotion/ask-reviewers.ts';
import { type Choice, findChoice } from './promotion/find-choice.ts';
import { type BranchAt, findLeg, type Leg, type LegPorts } from './promotion/find-leg.ts';
import { findObstacles, type ObstaclePorts } from './promotion/find-obstacles.ts';
import type { PinPorts } from './promotion/find-pin.ts';
import { findStanding, type Standing } from './promotion/find-standing.ts';
import { keepPin } from './promotion/keep-pin.ts';
import { isLeftToPeople } from './promotion/left-to-people.ts';
import { tellMissingBranch } from './promotion/missing-branch.ts';
import { listBefore, tellOffRoad, tellShortcut } from './promotion/off-road.ts';
import { planPromotion, textOf } from './promotion/plan-promotion.ts';
import { pushPromotion } from './promotion/push-promotion.ts';
import { reopenDeclined } from './promotion/reopen-declined.ts';
import { tellStrangeCommit } from './promotion/strange-commit.ts';
import { tellOnSource } from './promotion/tell-on-source.ts';
import { testAtOnce } from './promotion/test-at-once.ts';

export type PromotionPorts = LegPorts &
  ObstaclePorts &
  PinPorts & {
    readonly comments: Comments;
    readonly roads: Roads;
    readonly proposals: Pick<Proposals, 'find'>;
    readonly holds: Pick<Holds, 'open'>;
    readonly withdrawals: Withdrawals;
  };

/**
 * Opens the promotion pull request into a branch from the environment that it follows, or brings it up to date; nothing where nothing
 * is new there or people have decided otherwise. It gets its test at once.
 */
export async function offerPromotion(
  ports: PromotionPorts,
  { repository, branch, takenBack = [], asked }: OfferPromotion,
  run: Run,
): Promise<void> {
  const stations = await ports.roads.into(repository, branch);
  const head = (await ports.git.heads(repository, [branch])).get(branch);
  if (!head) {
    for (const each of stations) await tellMissingBranch(ports, each, { repository, branch });
    return;
  }
  const at = { repository, branch, head };
  const before = await listBefore(ports, at);
  const station = stationBefore(stations, before);
  if (!station) return tellOffRoad(ports, at);
  for (const shortcut of shortcuts(stations, station, before))
    await tellShortcut(ports, shortcut, station, at);
  await offerFrom(ports, run, station, { at, takenBack, asked }).catch((error: unknown) =>
    tellMistake(ports, station, at, error),
  );
}

/** A person's mistake is told where what would be promoted came from: there is no pull request of the promotion to tell it on. */
async function tellMistake(
  ports: PromotionPorts,
  from: Station,
  { repository, branch }: BranchAt,
  error: unknown,
): Promise<void> {
  if (!(error instanceof PersonError)) throw error;
  const waiting = await ports.deployments.current(repository, from.environment);
  if (!waiting) return;
  const body = promotionRefusedComment(from.environment, branch, error);
  const told = { marker: marker('promotion', from.environment), body };
  await tellOnSource(ports.comments, repository, waiting, told);
}

/** A hotfix is looked for, and brought back, also while there is nothing to promote. */
async function offerFrom(
  ports: PromotionPorts,
  run: Run,
  station: Station,
  { at, takenBack, asked }: Wish,
): Promise<void> {
  await tellWithdrawn(ports, station, at);
  if (await heldAt(ports, at.repository, station)) return;
  const newest = await findLeg(ports, station, at);
  if (!newest || isBehind(newest)) return;
  if (newest.promoted?.release.commit === newest.from.release.commit || (await waitsThere(ports, newest))) {
    await findObstacles(ports, run, newest);
    return;
  }
  const found = await findStanding(ports, newest.target, takenBack);
  const standing = asked ? { ...found, held: undefined } : found;
  const chosen = await findChoice(ports, newest, { asked, pull: found.pull });
  const pinned = await pinnedRelease(ports, newest, standing.held?.pin.release ?? chosen?.release);
  const leg = pinned ? ((await findLeg(ports, station, at, pinned)) ?? newest) : newest;
  const declined = asked?.declined;
  await offer(ports, run, leg, { ...standing, newer: newest.from.release.commit, chosen, declined });
}

/** The head of the branch that is promoted into, and what people want of its promotion. */
interface Wish {
  readonly at: BranchAt;
  readonly takenBack: readonly number[];
  readonly asked: AskedPromotion | undefined;
}

/** Whether the environment before was rolled back to what the target has had: that is no step forward. */
function isBehind({ from, deployed }: Leg): boolean {
  return (
    from.came === 'rollback' && deployed.target.some(({ release }) => release.commit === from.release.commit)
  );
}

/** Whether the release has been merged there, and only its manifests wait for people, or people want other ones. */
async function waitsThere({ proposals }: PromotionPorts, { target, from }: Leg): Promise<boolean> {
  const { repository, environment } = target;
  const found = await proposals.find(repository, environment, from.release.commit);
  return found !== undefined && ['open', 'declined', 'changed'].includes(found.state);
}

/** What was taken out of the environment before is not pinned any more. */
async function pinnedRelease(
  ports: PromotionPorts,
  { target: { repository }, source }: Leg,
  release: string | undefined,
): Promise<string | undefined> {
  if (!release || (await withdrawalOf(ports, repository, source, release))) return undefined;
  return release;
}

interface Offered extends Standing {
  /** The newest release, which this one need not be. */
  readonly newer: string;
  readonly chosen: Choice | undefined;
  /** A closed pull request that somebody wants again. */
  readonly declined: number | undefined;
}

async function offer(
  ports: PromotionPorts,
  run: Run,
  leg: Leg,
  { head: standing, pull: newest, held, newer, chosen, declined }: Offered,
): Promise<void> {
  const { repository, environment, branch: base } = leg.target;
  const release = leg.from.release.commit;
  const looked = await findObstacles(ports, run, leg);
  const frozen = await heldAt(ports, repository, leg.target.guards);
  const decided = { environment, standing, release, declined };
  if (await isLeftToPeople(ports.records, repository, newest, decided))
    return newest?.state === 'open' && standing
      ? tellStrangeCommit(ports, run, leg, { head: standing, number: newest.number })
      : undefined;
  const planned = await planPromotion(ports.git, leg);
  const remembered = await ports.promotions.find(repository, environment);
  const waiting = newer === release ? undefined : newer;
  const told = {
    ...looked,
    held: heldText({ held, chosen, newer: waiting }),
    unknownReviewers: remembered?.reviewers?.unknown ?? [],
    frozen,
  };
  const text = await textOf(ports.git, planned, told);
  const obstacles = [...looked.obstacles, ...(frozen ? [{ kind: 'held', held: frozen } as const] : [])];
  const head = await pushPromotion(ports, run, planned, {
    ...{ message: promotionMessage(text), obstacles, standing },
  });
  const branch = promotionBranch(environment);
  const wanted = { head: branch, base, title: promotionTitle(text), body: promotionBody(text) };
  const open = await reopenDeclined(ports, repository, { newest, declined, head });
  const pull = await ports.pullRequests.ensure(repository, wanted, { newest: open });
  await testAtOnce(ports.queue, repository, pull.number, { head, base });
  if (held) await keepPin(ports, leg.target, held, head);
  const unknownReviewers = await askReviewers(ports, leg.target, pull.number);
  if (isDeepStrictEqual(unknownReviewers, told.unknownReviewers)) return;
  const body = promotionBody({ ...text, unknownReviewers });
  await ports.pullRequests.ensure(repository, { ...wanted, body }, { newest: pull });
}

function heldText({
  held,
  chosen,
  newer,
}: Pick<Offered, 'held' | 'chosen'> & { readonly newer: string | undefined }): HeldText | undefined {
  if (held) return { by: held.pin.by, newer, askedAgain: held.dismissed };
  return chosen && { by: chosen.by, newer, askedAgain: false, chosen: true };
}

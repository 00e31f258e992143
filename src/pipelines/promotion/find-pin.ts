import { isDeepStrictEqual } from 'node:util';
import { isAtLeast } from '../../domain/permissions/role.ts';
import { approvals, lastingPin, type Pin, type PinQuestion } from '../../domain/promotion/pin.ts';
import type { RepositoryRef } from '../../domain/repository-ref.ts';
import type { Permissions, PullRequest, PullRequests } from '../../ports/forge.ts';
import type { Promotions, PullRequestRecords } from '../../ports/records.ts';

export interface PinPorts {
  readonly pullRequests: PullRequests;
  readonly permissions: Permissions;
  readonly records: PullRequestRecords;
  readonly promotions: Promotions;
}

export interface Promoted {
  readonly repository: RepositoryRef;
  readonly environment: string;
  /** The newest pull request of the promotion. */
  readonly newest: PullRequest | undefined;
  /** Where its branch stands. */
  readonly standing: string | undefined;
  readonly takenBack: readonly number[];
}

/** A pin, and whether the forge has dismissed its approval since. */
export interface StandingPin {
  readonly pin: Pin;
  readonly dismissed: boolean;
}

/** The pin of an environment's open promotion; an approving review of somebody who may write makes one. It is remembered, and its end too. */
export async function findPin(ports: PinPorts, promoted: Promoted): Promise<StandingPin | undefined> {
  const { repository, environment } = promoted;
  const remembered = await ports.promotions.find(repository, environment);
  const found = await pinOf(ports, promoted, remembered?.pin);
  if (!isDeepStrictEqual(found?.pin, remembered?.pin))
    await ports.promotions.save(repository, { ...remembered, environment, pin: found?.pin });
  return found;
}

async function pinOf(
  ports: PinPorts,
  { repository, environment, newest, standing, takenBack }: Promoted,
  known: Pin | undefined,
): Promise<StandingPin | undefined> {
  if (newest?.state !== 'open' || !standing) return undefined;
  const { number } = newest;
  const reviews = await ports.pullRequests.reviews(repository, number);
  if (reviews.length === 0) return undefined;
  const question = { pullRequest: number, head: standing, reviews, takenBack };
  const lasting = lastingPin(known, question);
  const releaseAt = async (head: string) =>
    (await ports.records.find(repository, environment, head))?.release;
  const release = lasting?.release ?? (await releaseAt(standing));
  const pin = (await approvedPin(ports, repository, question, release, releaseAt)) ?? lasting;
  const review = reviews.find(({ id }) => id === pin?.review);
  return pin && { pin, dismissed: review?.verdict === 'dismissed' };
}

/** The newest approval of this very release. */
async function approvedPin(
  { permissions }: PinPorts,
  repository: RepositoryRef,
  { pullRequest, reviews }: PinQuestion,
  release: string | undefined,
  releaseAt: (head: string) => Promise<string | undefined>,
): Promise<Pin | undefined> {
  for (const { id: review, by, commit } of approvals(reviews)) {
    if (release === undefined || (await releaseAt(commit)) !== release) continue;
    if (isAtLeast(await permissions.role(repository, by), 'write'))
      return { pullRequest, release, review, by };
  }
  return undefined;
}

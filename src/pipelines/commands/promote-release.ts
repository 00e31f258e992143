import type { PromoteCommand } from '../../domain/commands/specs/promote.ts';
import { promotionBranch } from '../../domain/names.ts';
import { onTheRoad } from '../../domain/promotion/on-the-road.ts';
import { stationBefore } from '../../domain/promotion/stations.ts';
import type { Deployment, Release, Station } from '../../domain/release.ts';
import type { RepositoryRef } from '../../domain/repository-ref.ts';
import { type Answer, refusal } from '../../domain/texts/commands/answer.ts';
import {
  alreadyThereAnswer,
  heldSourceAnswer,
  hotfixStaysAnswer,
  nothingToPromoteAnswer,
  nowhereToPromoteAnswer,
  offRoadAnswer,
  olderAnswer,
  promotingAnswer,
  skippedAnswer,
} from '../../domain/texts/commands/promote-release.ts';
import { unclearReleaseText } from '../../domain/texts/named-release.ts';
import type { RunCommand } from '../../domain/work.ts';
import type { PullRequest } from '../../ports/forge.ts';
import type { Withdrawals } from '../../ports/records.ts';
import { type HeldPorts, heldAt } from '../holds/held-at.ts';
import { findNamedRelease } from '../promotion/find-named-release.ts';
import { listBefore, type OffRoadPorts } from '../promotion/off-road.ts';
import { checkPermission, type PermissionPorts } from './check-permission.ts';
import { stationsOf } from './find-station.ts';
import { promotionTarget } from './promotion-target.ts';

export type PromoteReleasePorts = OffRoadPorts &
  PermissionPorts &
  HeldPorts & { readonly withdrawals: Withdrawals };

const mostDeployments = 200;

/** Has the promotion into an environment made, or brought to the newest or the named release, whatever people decided about it before. */
export async function promoteRelease(
  ports: PromoteReleasePorts,
  command: RunCommand,
  asked: PromoteCommand,
): Promise<Answer> {
  const target = await targetOf(ports, command, asked);
  if ('text' in target) return target;
  const { repository, by } = command;
  const { environment, branch } = target;
  const release = await releaseFor(ports, repository, target, asked.release);
  if ('text' in release) return release;
  const pull = await ports.pullRequests.newest(repository, {
    ...{ head: promotionBranch(environment), base: branch },
  });
  const standing = pull && (await standingOf(ports, repository, { environment, release, pull }));
  const wish = {
    ...{ by, release: asked.release === undefined ? undefined : release.commit },
    declined: standing?.state === 'declined' ? standing.number : undefined,
  };
  await ports.queue.enqueue({ kind: 'offer-promotion', repository, branch, asked: wish });
  return promotingAnswer({ environment, release }, standing);
}

/** Whoever names no environment needs the right in the one that follows, which was not looked at yet. */
async function targetOf(
  ports: PromoteReleasePorts,
  command: RunCommand,
  asked: PromoteCommand,
): Promise<Station | Answer> {
  if (asked.environment !== undefined) {
    const stations = await stationsOf(ports.roads, command.repository);
    return (
      stations.find(({ environment }) => environment === asked.environment) ??
      offRoadAnswer(asked.environment)
    );
  }
  const target = await promotionTarget(ports, command);
  if (!target) return nowhereToPromoteAnswer();
  const { environment } = target;
  const permission = await checkPermission(ports, command, { ...asked, environment });
  return permission.kind === 'allowed' ? target : permission.answer;
}

/** The release that is to come there, or why none can. */
async function releaseFor(
  ports: PromoteReleasePorts,
  repository: RepositoryRef,
  { branch, environment }: Station,
  named: string | undefined,
): Promise<Release | Answer> {
  const head = (await ports.git.heads(repository, [branch])).get(branch);
  const before = head === undefined ? [] : await listBefore(ports, { repository, branch, head });
  const from = stationBefore(await ports.roads.into(repository, branch), before);
  if (head === undefined || !from) return offRoadAnswer(environment);
  const deployed = async (name: string) =>
    onTheRoad(await ports.deployments.list(repository, name, mostDeployments));
  if (await heldAt(ports, repository, from)) return heldSourceAnswer(environment, from.environment);
  const source = await notWithdrawn(ports, repository, from.environment, await deployed(from.environment));
  const wanted = await wantedOf(ports, repository, named, source);
  if (!wanted) return nothingToPromoteAnswer(environment, from.environment);
  if ('text' in wanted) return wanted;
  const promoting = { environment, release: wanted };
  if (wanted.hotfixOf !== undefined) return hotfixStaysAnswer(promoting, wanted.hotfixOf);
  const [now] = await deployed(environment);
  if (now?.release.commit === wanted.commit) return alreadyThereAnswer(promoting);
  const isGood = source.some(({ release }) => release.commit === wanted.commit);
  const missing: string[] = isGood ? [] : [from.environment];
  for (const name of before.filter((each) => each !== from.environment))
    if (!(await deployed(name)).some(({ release }) => release.commit === wanted.commit)) missing.push(name);
  if (missing.length > 0) return skippedAnswer(promoting, missing);
  return now && isOlder(source, wanted, now.release) ? olderAnswer(promoting, now.release.commit) : wanted;
}

async function notWithdrawn(
  { withdrawals }: PromoteReleasePorts,
  repository: RepositoryRef,
  environment: string,
  deployed: readonly Deployment[],
): Promise<readonly Deployment[]> {
  const taken = await withdrawals.list(repository, environment);
  return deployed.filter(({ release: { commit } }) => !taken.some(({ release }) => release === commit));
}

async function wantedOf(
  ports: PromoteReleasePorts,
  repository: RepositoryRef,
  named: string | undefined,
  source: readonly Deployment[],
): Promise<Release | Answer | undefined> {
  if (named === undefined) return source[0]?.release;
  const found = await findNamedRelease(ports, repository, named);
  return found.kind === 'found' ? found.release : refusal([unclearReleaseText(named, found)]);
}

/** By when they last came to the environment before; newest first. */
function isOlder(source: readonly Deployment[], wanted: Release, now: Release): boolean {
  const place = ({ commit }: Release) => source.findIndex(({ release }) => release.commit === commit);
  return place(now) !== -1 && place(wanted) > place(now);
}

/** What its newest pull request is to the promotion of this release. */
async function standingOf(
  { records }: PromoteReleasePorts,
  repository: RepositoryRef,
  {
    environment,
    release,
    pull,
  }: { readonly environment: string; readonly release: Release; readonly pull: PullRequest },
): Promise<{ readonly number: number; readonly state: 'open' | 'declined' } | undefined> {
  const { number, state, merged, head } = pull;
  if (state === 'open') return { number, state: 'open' };
  if (merged) return undefined;
  const record = await records.find(repository, environment, head.commit);
  return record?.release === release.commit ? { number, state: 'declined' } : undefined;
}

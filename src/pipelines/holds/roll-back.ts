import type { GitOpsLocation, WrittenManifests } from '../../domain/gitops-location.ts';
import { liesOnBranch } from '../../domain/gitops-location.ts';
import { type RollbackTarget, rollbackTarget } from '../../domain/holds/rollback-target.ts';
import type { ManifestObject } from '../../domain/manifests/objects-in.ts';
import type { Proposal } from '../../domain/proposal.ts';
import { goesByPullRequest, type PushRefusal } from '../../domain/push-refusal.ts';
import type { Deployment, Station } from '../../domain/release.ts';
import { rollbackMessage } from '../../domain/texts/commands/rollback.ts';
import { workKey } from '../../domain/work.ts';
import type { Clock } from '../../ports/clock.ts';
import { type Git, PushRefused } from '../../ports/git.ts';
import type { ImageRegistry } from '../../ports/images.ts';
import type { Locks } from '../../ports/locks.ts';
import type { Queue } from '../../ports/queue.ts';
import type { Deployments, Holds, Withdrawals } from '../../ports/records.ts';
import type { PlannedManifests } from '../manifests/plan-manifests.ts';
import { recordedManifests } from '../manifests/recorded-manifests.ts';
import {
  type RecordedManifests,
  type WantedManifests,
  writeElsewhere,
} from '../manifests/write-manifests.ts';
import { explainRefusal } from '../reporting/explain-refusal.ts';
import type { Asking } from './asking.ts';
import { writingKey } from './held-at.ts';
import { lookAtEnvironment } from './look-at-environment.ts';
import { objectsThatGo } from './objects-that-go.ts';
import { type ProposeRollbackPorts, proposeRollback } from './propose-rollback.ts';

export interface RollBackPorts extends ProposeRollbackPorts {
  readonly git: Git;
  readonly locks: Locks;
  readonly queue: Queue;
  readonly clock: Clock;
  readonly registry: ImageRegistry;
  readonly deployments: Deployments;
  readonly holds: Holds;
  readonly withdrawals: Withdrawals;
}

export interface WantedRollback {
  readonly station: Station;
  /** The release to go back to; undefined: the good one before. */
  readonly release?: string | undefined;
  readonly because?: string | undefined;
}

export type RollbackEnd =
  | {
      readonly kind: 'rolled back';
      readonly from: Deployment;
      readonly to: Deployment;
      /** Undefined where nothing is served, before and after. */
      readonly written: WrittenManifests | undefined;
      /** What only the manifests had that went. */
      readonly removed: readonly ManifestObject[];
    }
  /** A person has to merge it. */
  | {
      readonly kind: 'proposed';
      readonly from: Deployment;
      readonly to: Deployment;
      readonly proposal: Proposal;
      readonly refusal: PushRefusal;
    }
  | Exclude<RollbackTarget, { kind: 'found' }>
  /** Somebody else was faster. */
  | { readonly kind: 'overtaken'; readonly by: Deployment }
  | { readonly kind: 'image gone'; readonly to: Deployment }
  | { readonly kind: 'manifests gone'; readonly to: Deployment };

/**
 * Puts an older release's manifests back, by one commit forward, and holds the environment. Whoever brings something in there meanwhile is
 * cut off or waited for. Nothing is done where it can't be done whole. Throws a PersonError where the forge refuses the commit.
 */
export async function rollBack(
  ports: RollBackPorts,
  asking: Asking,
  wanted: WantedRollback,
): Promise<RollbackEnd> {
  const { repository, signal } = asking;
  const { branch, environment } = wanted.station;
  await ports.queue.end(workKey({ kind: 'deliver-branch', repository, branch }));
  const end = await ports.locks.alone(writingKey(repository, environment), signal, () =>
    rollBackAlone(ports, asking, wanted),
  );
  if (end.kind === 'rolled back')
    await ports.queue.enqueue({ kind: 'follow-rollout', repository, environment });
  await lookAtEnvironment(ports.queue, repository, wanted.station);
  return end;
}

const mostDeployments = 200;

async function rollBackAlone(
  ports: RollBackPorts,
  asking: Asking,
  wanted: WantedRollback,
): Promise<RollbackEnd> {
  const { repository, id } = asking;
  const { environment } = wanted.station;
  const deployments = await ports.deployments.list(repository, environment, mostDeployments);
  const done = deployments.findIndex(({ run }) => run === id);
  if (done !== -1) return endOf(ports, deployments, done);
  const [newest] = deployments;
  if (newest?.came === 'rollback' && newest.at >= asking.at) return { kind: 'overtaken', by: newest };
  const withdrawn = await ports.withdrawals.list(repository, environment);
  const target = rollbackTarget(
    { deployments, withdrawn: new Set(withdrawn.map(({ release }) => release)) },
    wanted.release,
  );
  if (target.kind !== 'found') return target;
  return goBack(ports, asking, wanted, target);
}

type Found = Extract<RollbackTarget, { kind: 'found' }>;

async function goBack(
  ports: RollBackPorts,
  asking: Asking,
  wanted: WantedRollback,
  { from, to }: Found,
): Promise<RollbackEnd> {
  const { image } = to.release;
  if ((await ports.registry.digestOf(image.repository, image.digest)) === undefined)
    return { kind: 'image gone', to };
  const location = locationOf(from, to);
  const manifests = location && (await recordedManifests(ports.git, to, location));
  if (location && !manifests) return { kind: 'manifests gone', to };
  await placeHold(ports, asking, wanted, from);
  const at = ports.clock.now().toISOString();
  const message = rollbackMessage(wanted.station.environment, { from, to, ...asking, ...wanted });
  const put =
    manifests && (await putBack(ports, asking, { ...wanted, from, to }, { manifests, message, at }));
  if (put?.kind === 'proposed') return put;
  const written = location && put ? { ...location, commit: put.commit } : undefined;
  await record(ports, asking, wanted, { to, written });
  return { kind: 'rolled back', from, to, written, removed: await removedBy(ports.git, written) };
}

type Placed = WantedRollback & { readonly from: Deployment; readonly to: Deployment };
type Proposed = Extract<RollbackEnd, { kind: 'proposed' }>;

/** By a push, or, where the branch takes none of ours, by a pull request. Where neither goes, what was placed for it is taken back. */
async function putBack(
  ports: RollBackPorts,
  asking: Asking,
  { station, from, to }: Placed,
  wanted: WantedManifests<RecordedManifests | PlannedManifests>,
): Promise<{ readonly kind: 'pushed'; readonly commit: string } | Proposed> {
  const { repository, id, by } = asking;
  try {
    return { kind: 'pushed', commit: await writeElsewhere(ports, wanted, asking.signal) };
  } catch (error) {
    const takeBack = refused(ports, asking, from);
    if (!(error instanceof PushRefused) || !goesByPullRequest(error.refusal)) return takeBack(error);
    const { refusal } = error;
    const run = { run: id, by, at: wanted.at };
    const proposed = { branch: station.branch, from, to: { ...to, ...run }, wanted, refusal };
    const proposal = await proposeRollback(ports, asking, proposed).catch(takeBack);
    await ports.withdrawals.remove(repository, station.environment, to.release.commit);
    return { kind: 'proposed', from, to, proposal, refusal };
  }
}

/** Where the manifests of now lie; of an environment in which nothing is served, those that come back. */
function locationOf(from: Deployment, to: Deployment): GitOpsLocation | undefined {
  const written = from.manifests ?? to.manifests;
  if (!written) return undefined;
  const { commit: _, ...location } = written;
  return location;
}

/** First, so that nothing comes in between, and whoever looks at what lies there knows that it is being changed. */
async function placeHold(
  { holds, withdrawals, clock }: RollBackPorts,
  { repository, id, by, url: asked }: Asking,
  { station: { environment }, because }: WantedRollback,
  { release }: Deployment,
): Promise<void> {
  const why = { environment, by, at: clock.now().toISOString(), because, asked };
  await holds.save(repository, { id, ...why, wentBack: release.commit });
  await withdrawals.save(repository, { ...why, release: release.commit });
}

/** Nothing came of it: what was placed for it goes. */
function refused(
  { holds, withdrawals, clock }: RollBackPorts,
  { repository, id }: Asking,
  { environment, release }: Deployment,
): (error: unknown) => Promise<never> {
  return async (error) => {
    await holds.end(repository, [id], clock.now());
    await withdrawals.remove(repository, environment, release.commit);
    return explainRefusal(error, 'manifests');
  };
}

async function record(
  { git, deployments, withdrawals, clock }: RollBackPorts,
  { repository, id, by }: Asking,
  { station: { environment, branch } }: WantedRollback,
  { to, written }: { readonly to: Deployment; readonly written: WrittenManifests | undefined },
): Promise<void> {
  const isOwn = written && liesOnBranch(written, repository, branch);
  const head = isOwn ? written.commit : ((await git.heads(repository, [branch])).get(branch) ?? to.head);
  await withdrawals.remove(repository, environment, to.release.commit);
  await deployments.save(repository, {
    ...to,
    ...{ head, by, run: id, manifests: written, came: 'rollback' },
    at: clock.now().toISOString(),
  });
}

async function removedBy(
  git: Git,
  written: WrittenManifests | undefined,
): Promise<readonly ManifestObject[]> {
  if (!written) return [];
  const [before] = (await git.commit(written.repository, written.commit)).parents;
  return before ? objectsThatGo(git, written, { before, after: written.commit }) : [];
}

/** What an earlier attempt at the same wish came to. */
async function endOf(
  { git }: RollBackPorts,
  deployments: readonly Deployment[],
  index: number,
): Promise<RollbackEnd> {
  const [to, from] = deployments.slice(index);
  if (!to || !from) throw new Error('a rollback was recorded before anything was deployed');
  return {
    kind: 'rolled back',
    from,
    to,
    written: to.manifests,
    removed: await removedBy(git, to.manifests),
  };
}

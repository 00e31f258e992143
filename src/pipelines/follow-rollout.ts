import { marker } from '../domain/names.ts';
import type { Deployment } from '../domain/release.ts';
import type { RepositoryRef } from '../domain/repository-ref.ts';
import { judgeRollout } from '../domain/rollout/judge-rollout.ts';
import { afterLook, type Rollout } from '../domain/rollout/rollout.ts';
import { saysTheSame } from '../domain/rollout/says-the-same.ts';
import type { RolloutVerdict } from '../domain/rollout/verdict.ts';
import { rolloutComment, rolloutTitle } from '../domain/texts/rollout.ts';
import type { FollowRollout } from '../domain/work.ts';
import type { Clock } from '../ports/clock.ts';
import { type Clusters, ClusterUnreachable } from '../ports/cluster.ts';
import type { DeploymentsOnForge, ShownState } from '../ports/deployments-on-forge.ts';
import type { Comments } from '../ports/forge.ts';
import type { Deployments, Rollouts } from '../ports/records.ts';
import type { ConfigurationPorts } from './configuration/read-configuration.ts';
import { beginRollout } from './rollouts/begin-rollout.ts';
import type { RolloutWatches } from './rollouts/rollout-watches.ts';

export type FollowRolloutPorts = ConfigurationPorts & {
  readonly deployments: Deployments;
  readonly rollouts: Rollouts;
  readonly clusters: Clusters;
  readonly watches: RolloutWatches;
  readonly comments: Comments;
  readonly deploymentsOnForge: DeploymentsOnForge;
  readonly clock: Clock;
};

/**
 * Looks once how far the newest deployment of an environment is in its cluster, tells it where it is something new, and remembers it. It
 * waits for nothing: while the rollout is open, a watch of the cluster and the reconciler have it looked at again.
 */
export async function followRollout(
  ports: FollowRolloutPorts,
  { repository, environment }: FollowRollout,
): Promise<void> {
  const deployment = await ports.deployments.current(repository, environment);
  const known = await ports.rollouts.find(repository, environment);
  const isKnown = known !== undefined && deployment !== undefined && isOf(known, deployment);
  const rollout = isKnown ? known : deployment && (await beginRollout(ports, repository, deployment));
  if (rollout?.state !== 'open') return ports.watches.end(repository, environment);
  if (!isKnown) await ports.rollouts.save(repository, rollout);
  // Before the look, so that no change falls between the two.
  ports.watches.ensure(repository, rollout);
  const seconds = (ports.clock.now().getTime() - Date.parse(rollout.since)) / 1000;
  const verdict = await look(ports, rollout, seconds);
  const isNews = !saysTheSame(rollout.verdict, verdict);
  if (isNews) await tell(ports, repository, rollout, verdict);
  const after = afterLook(rollout, isNews ? verdict : (rollout.verdict ?? verdict), seconds);
  await ports.rollouts.save(repository, after);
  if (after.state === 'closed') ports.watches.end(repository, environment);
}

function isOf({ head, run, release }: Rollout, deployment: Deployment): boolean {
  return head === deployment.head && run === deployment.run && release === deployment.release.commit;
}

async function look(
  { clusters }: FollowRolloutPorts,
  rollout: Rollout,
  seconds: number,
): Promise<RolloutVerdict> {
  try {
    return judgeRollout(rollout, await clusters.look(rollout.target), seconds);
  } catch (error) {
    if (!(error instanceof ClusterUnreachable)) throw error;
    return { kind: 'unreachable', lines: [error.message] };
  }
}

/** On the pull request that brought it, and as the forge shows environments. Where there is no pull request, the commit hears of a failure. */
async function tell(
  { comments, deploymentsOnForge }: FollowRolloutPorts,
  repository: RepositoryRef,
  rollout: Rollout,
  verdict: RolloutVerdict,
): Promise<void> {
  const { environment, head, pullRequest, production, url } = rollout;
  const ours = marker('rollout', environment);
  const description = rolloutTitle(rollout, verdict);
  const shown = { environment, commit: head, production, state: stateOf(verdict), description, url };
  const isShown = (await deploymentsOnForge.ensureDeployment(repository, shown)) === 'shown';
  const body = rolloutComment(rollout, verdict, isShown);
  if (pullRequest !== undefined) await comments.ensureComment(repository, pullRequest, ours, body);
  else if (stateOf(verdict) === 'failure' || stateOf(rollout.verdict) === 'failure')
    await comments.ensureCommitComment(repository, head, ours, body);
}

function stateOf(verdict: RolloutVerdict | undefined): ShownState {
  switch (verdict?.kind) {
    case 'done':
      return 'success';
    case 'failed':
      return 'failure';
    case 'not-applied':
      return verdict.late ? 'failure' : 'in_progress';
    case 'waiting':
    case 'unreachable':
    case undefined:
      return 'in_progress';
  }
}

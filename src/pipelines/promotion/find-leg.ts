import type { Configuration } from '../../domain/configuration/configuration.ts';
import { environmentOfBranch } from '../../domain/configuration/environment-order.ts';
import {
  type WhatGuards,
  type WhatRuns,
  whatGuards,
  whatRuns,
} from '../../domain/configuration/environment-plan.ts';
import { gitOpsFolders } from '../../domain/configuration/gitops-folders.ts';
import { type GitOpsLocation, gitOpsLocation } from '../../domain/gitops-location.ts';
import { onTheRoad } from '../../domain/promotion/on-the-road.ts';
import type { Deployment, Station } from '../../domain/release.ts';
import type { RepositoryRef } from '../../domain/repository-ref.ts';
import type { Git } from '../../ports/git.ts';
import type { Deployments } from '../../ports/records.ts';
import {
  type ConfigurationPorts,
  readConfiguration,
  sourceTreeOf,
} from '../configuration/read-configuration.ts';

export type LegPorts = ConfigurationPorts & { readonly git: Git; readonly deployments: Deployments };

/** The head of a branch that is promoted into. */
export interface BranchAt {
  readonly repository: RepositoryRef;
  readonly branch: string;
  readonly head: string;
}

/** The environment that is promoted into, and what its branch's head says of it. */
export interface Target extends BranchAt {
  readonly environment: string;
  readonly guards: WhatGuards;
  /** The release's own, where the branch has none yet. */
  readonly configuration: Configuration;
}

/** One leg of the road: a release of an environment, the newest one where no pin holds another, on its way to the next. */
export interface Leg {
  readonly target: Target;
  /** The environment before. */
  readonly source: string;
  readonly from: Deployment;
  readonly released: Configuration;
  readonly runs: WhatRuns;
  /** Where the target's manifests go once the release is there. */
  readonly location: GitOpsLocation;
  /** What the source's branch brought, and what ran in the target, newest first. */
  readonly deployed: { readonly source: readonly Deployment[]; readonly target: readonly Deployment[] };
  /** What the newest promotion brought onto the target's branch. */
  readonly promoted: Deployment | undefined;
  /** The folders of either tree that are not source. */
  readonly folders: readonly string[];
}

const mostDeployments = 200;

/**
 * Undefined where there is nothing to promote, or a configuration can't be read: that is told elsewhere. `pinned` is the release that is to
 * be promoted, where it is not to be the newest.
 */
export async function findLeg(
  ports: LegPorts,
  station: Station,
  at: BranchAt,
  pinned?: string,
): Promise<Leg | undefined> {
  const { repository, branch, head } = at;
  const source = await ports.deployments.list(repository, station.environment, mostDeployments);
  const from = onTheRoad(source).find(({ release }) => pinned === undefined || release.commit === pinned);
  if (!from) return undefined;
  // Both hold its source tree; of what was rolled back to, the branch's head does not. A branch that was pushed over may have lost one of them, and the forge may have forgotten it.
  const holders = from.came === 'rollback' ? [from.release.commit] : [from.release.commit, from.head];
  const there = await ports.git.fetchIfThere(repository, holders);
  const holder = holders.find((commit) => there.has(commit));
  if (!holder) return undefined;
  const ofRelease = await readConfiguration(ports, repository, holder);
  const ofTarget = await readConfiguration(ports, repository, head);
  const guarding = ofTarget.kind === 'ok' ? ofTarget : ofRelease;
  if (guarding.kind !== 'ok' || ofRelease.kind !== 'ok') return undefined;
  const { configuration } = guarding;
  const environment = environmentOfBranch(configuration, branch)?.name;
  const guards = environment && whatGuards(configuration, environment);
  const runs = environment && whatRuns(ofRelease.configuration, environment);
  const guardsAfter = environment && whatGuards(ofRelease.configuration, environment);
  if (!environment || !guards || !runs || !guardsAfter) return undefined;
  const target = await ports.deployments.list(repository, environment, mostDeployments);
  await ensureSourceTree(ports.git, repository, holder, ofRelease.configuration);
  return {
    target: { ...at, environment, guards, configuration },
    source: station.environment,
    from,
    released: ofRelease.configuration,
    runs,
    location: gitOpsLocation(repository, runs, guardsAfter),
    deployed: {
      source: await ports.deployments.brought(repository, station.environment, mostDeployments),
      target,
    },
    promoted: onTheRoad(await ports.deployments.brought(repository, environment, mostDeployments))[0],
    folders: [...new Set([...gitOpsFolders(configuration), ...gitOpsFolders(ofRelease.configuration)])],
  };
}

/** Makes sure that the source tree is here: another process may have put it together. */
async function ensureSourceTree(
  git: Git,
  repository: RepositoryRef,
  holder: string,
  configuration: Configuration,
): Promise<void> {
  const { tree } = await git.commit(repository, holder);
  await sourceTreeOf(git, repository, tree, configuration);
}

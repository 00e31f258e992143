import type { Deployment } from '../release.ts';

/** Those of an environment's deployments whose release is promoted: a hotfix stays where it is. In the order that they have. */
export function onTheRoad(deployments: readonly Deployment[]): readonly Deployment[] {
  return deployments.filter(({ release }) => release.hotfixOf === undefined);
}

/**
 * The deployment in the environment before that a promotion came from: the newest of this release that is not younger than what it
 * brought. Both lists are newest first.
 */
export function cameFrom(source: readonly Deployment[], promoted: Deployment): Deployment | undefined {
  return source.find(({ release, at }) => release.commit === promoted.release.commit && at <= promoted.at);
}

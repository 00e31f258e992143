import type { ClusterObjects } from '../domain/rollout/cluster-objects.ts';

/** A Deployment in a cluster that the operator's policy names. */
export interface RolloutTarget {
  readonly cluster: string;
  readonly namespace: string;
  readonly deployment: string;
}

export interface Clusters {
  /** The Deployment and what belongs to it, as they are now. Throws {@link ClusterUnreachable}. */
  look(target: RolloutTarget): Promise<ClusterObjects>;
  /**
   * Tells soon after something about it has changed, and whenever changes may have been missed; goes on over broken connections, until it
   * is stopped.
   */
  watch(target: RolloutTarget, onChange: () => void): { stop(): void };
}

/** A cluster does not answer, or refuses to: its message is for people. */
export class ClusterUnreachable extends Error {
  override readonly name = 'ClusterUnreachable';
}

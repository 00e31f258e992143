import type { ClusterAccess } from '../../domain/policy/clusters-of.ts';
import { type Clusters, ClusterUnreachable } from '../../ports/cluster.ts';
import { type Connection, connect } from './connection.ts';
import { look } from './look.ts';
import { usualTiming, type WatchTiming, watchRollout } from './watch.ts';

export interface ClustersOptions {
  /** By the names that the operator's policy gives them. */
  readonly clusters: Readonly<Record<string, ClusterAccess>>;
  /** Files, as `KUBECONFIG` has them. */
  readonly kubeconfig: readonly string[];
  readonly timing?: WatchTiming;
}

/** The clusters of the policy. Each is connected to when it is first needed; one that could not be is tried again the next time. */
export function kubernetesClusters({
  clusters,
  kubeconfig,
  timing = usualTiming,
}: ClustersOptions): Clusters {
  const known = new Map<string, Promise<Connection>>();
  const connection = (name: string): Promise<Connection> => {
    const kept = known.get(name);
    if (kept) return kept;
    const access = Object.hasOwn(clusters, name) ? clusters[name] : undefined;
    if (!access) return Promise.reject(new ClusterUnreachable("The operator's policy does not name it."));
    const made = connect(access, kubeconfig);
    known.set(name, made);
    made.catch(() => known.delete(name));
    return made;
  };
  return {
    look: async (target) => look(await connection(target.cluster), target),
    watch: (target, onChange) => watchRollout(() => connection(target.cluster), target, onChange, timing),
  };
}

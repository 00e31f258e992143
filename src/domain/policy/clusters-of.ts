import type { Policy } from './policy-schema.ts';

/** How a cluster is reached: by a context of the kubeconfig, or as the one that this process runs in. */
export type ClusterAccess = { readonly context: string } | { readonly inCluster: true };

/** The clusters that the operator lets Tailrace look into, by the names that configurations have for them. */
export function clustersOf({ clusters = {} }: Policy): Record<string, ClusterAccess> {
  return Object.fromEntries(
    Object.entries(clusters).map(([name, access]) => [
      name,
      'context' in access ? { context: access.context } : { inCluster: true },
    ]),
  );
}

/** A cluster that this computer runs. */
export interface Cluster {
  /** The file's path */
  readonly kubeconfig: string;
  /** The folder of its programs, `kubectl` among them */
  readonly programs: string;
}

/**
 * Has ready what a cluster is started with: Debian's packages, and the programs, which are built once (ten minutes).
 * Gives the programs' folder. Throws SetUpError where no cluster can be started, with what to do.
 */
export function ensureCluster(): Promise<string>;

/**
 * Starts etcd, API server, controller manager, scheduler, containerd and kubelet, with all their files in this folder, which is emptied
 * first; waits until the node takes pods. The processes outlive this one. Throws SetUpError with the end of a log.
 */
export function startCluster(folder: string): Promise<Cluster>;

/** Ends it and its pods' containers in the reverse order, and waits for each; tells whether it ran. */
export function stopCluster(folder: string): Promise<boolean>;

/** The kubeconfig of the cluster that runs out of this folder. */
export function runningCluster(folder: string): string | undefined;

import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startCluster, stopCluster } from '../../scripts/setup/cluster/start.mjs';
import { cacheFolder, checkout } from '../../scripts/setup/folders.mjs';

/** A folder for each checkout: what a run that was killed has left in it ends when the next one starts. */
const folder = join(
  cacheFolder(),
  `cluster-of-${createHash('sha256').update(checkout).digest('hex').slice(0, 8)}`,
);

/** One cluster for all test files: the one that KUBECONFIG names, else one of our own. */
export async function setup(project: TestProject): Promise<void> {
  const given = process.env.KUBECONFIG;
  if (given) return project.provide('cluster', { kubeconfig: given, kubectl: 'kubectl' });
  const { kubeconfig, programs } = await startCluster(folder);
  project.provide('cluster', { kubeconfig, kubectl: join(programs, 'kubectl') });
}

export async function teardown(): Promise<void> {
  await stopCluster(folder);
}

declare module 'vitest' {
  interface ProvidedContext {
    cluster: { readonly kubeconfig: string; readonly kubectl: string };
  }
}

import type { Configuration } from './configuration.ts';

/**
 * Every folder inside this repository that the configuration gives its environments, sorted: what a commit's tree holds
 * beside its source tree. Locations in other repositories leave nothing out.
 */
export function gitOpsFolders(configuration: Pick<Configuration, 'environments'>): string[] {
  const own = configuration.environments.filter(({ gitops }) => gitops.repository === undefined);
  return [...new Set(own.map(({ gitops }) => gitops.folder))].sort();
}

import { servingDeployment } from '../../domain/manifests/serving-deployment.ts';
import type { Deployment } from '../../domain/release.ts';
import type { RepositoryRef } from '../../domain/repository-ref.ts';
import type { Rollout } from '../../domain/rollout/rollout.ts';
import type { GitReader } from '../../ports/git.ts';
import { type ConfigurationPorts, readConfiguration } from '../configuration/read-configuration.ts';

/**
 * What is to be remembered of a deployment whose manifests were just written; undefined where nothing can be followed: nothing is served
 * by a Deployment, or its environment, as the head of its branch says, is in no cluster that Tailrace looks into.
 */
export async function beginRollout(
  ports: ConfigurationPorts,
  repository: RepositoryRef,
  deployment: Deployment,
): Promise<Rollout | undefined> {
  const { environment, release, head, run, pullRequest, at } = deployment;
  await ports.git.fetch(repository, [head]);
  const found = await readConfiguration(ports, repository, head);
  if (found.kind !== 'ok') return undefined;
  const { name, environments } = found.configuration;
  const settings = environments.find((each) => each.name === environment);
  if (settings?.cluster === undefined) return undefined;
  const serving = await findServing(ports.git, deployment);
  if (!serving) return undefined;
  return {
    ...{ environment, head, run, name, pullRequest, url: settings.url, since: at, state: 'open' },
    ...{ release: release.commit, digest: release.image.digest },
    target: { cluster: settings.cluster, ...serving },
    production: environments.at(-1)?.name === environment,
  };
}

/** The Deployment that runs the image, among the manifests as they were written. */
async function findServing(git: GitReader, { manifests, release }: Deployment) {
  if (!manifests) return undefined;
  const { repository, commit, folder } = manifests;
  await git.fetch(repository, [commit]);
  const { tree } = await git.commit(repository, commit);
  for (const { path } of await git.files(repository, tree, folder)) {
    const content = await git.read(repository, tree, path);
    const serving = content && servingDeployment(content.toString(), release.image.digest);
    if (serving) return serving;
  }
  return undefined;
}

import { resolveCommit } from './git-refs.ts';
import type { Deployment, DeploymentStatus, Repository } from './model.ts';
import { Refusal } from './refusal.ts';
import type { World } from './world.ts';

/** @throws Refusal when the ref names no commit. */
export async function createDeployment(
  world: World,
  repository: Repository,
  wanted: Omit<Deployment, 'id' | 'sha' | 'createdAt' | 'statuses'>,
): Promise<Deployment> {
  const sha = await resolveCommit(repository.gitDir, wanted.ref);
  if (!sha) throw new Refusal('invalid', `No ref found for: ${wanted.ref}`, 'ref');
  const deployment = { ...wanted, id: world.nextId(), sha, createdAt: world.now(), statuses: [] };
  repository.deployments.push(deployment);
  return deployment;
}

/** @throws Refusal when there is none. */
export function deploymentNumbered(repository: Repository, id: number): Deployment {
  const deployment = repository.deployments.find((candidate) => candidate.id === id);
  if (!deployment) throw new Refusal('missing', `There is no deployment ${id}.`);
  return deployment;
}

export function addDeploymentStatus(
  world: World,
  deployment: Deployment,
  wanted: Omit<DeploymentStatus, 'id' | 'createdAt'>,
): DeploymentStatus {
  const status = { ...wanted, id: world.nextId(), createdAt: world.now() };
  deployment.statuses.push(status);
  return status;
}

import type { Deployment, DeploymentStatus, Repository } from '../../model.ts';
import type { GitHub } from '../github.ts';
import { repositoryApi } from './repository.ts';
import { nodeId, stamp } from './shape.ts';
import { userPayload } from './user.ts';

/** Shape of GitHub's `deployment`. */
export function deploymentPayload(github: GitHub, repository: Repository, deployment: Deployment) {
  const api = repositoryApi(github, repository);
  const url = `${api}/deployments/${deployment.id}`;
  return {
    id: deployment.id,
    node_id: nodeId('Deployment', deployment.id),
    url,
    sha: deployment.sha,
    ref: deployment.ref,
    task: deployment.task,
    payload: deployment.payload,
    original_environment: deployment.environment,
    environment: deployment.environment,
    description: deployment.description,
    creator: userPayload(github, deployment.author),
    created_at: stamp(deployment.createdAt),
    updated_at: stamp(deployment.createdAt),
    statuses_url: `${url}/statuses`,
    repository_url: api,
  };
}

/** Shape of GitHub's `deployment-status`. */
export function deploymentStatusPayload(
  github: GitHub,
  repository: Repository,
  { deployment, status }: { deployment: Deployment; status: DeploymentStatus },
) {
  const api = repositoryApi(github, repository);
  const url = `${api}/deployments/${deployment.id}`;
  return {
    id: status.id,
    node_id: nodeId('DeploymentStatus', status.id),
    url: `${url}/statuses/${status.id}`,
    state: status.state,
    creator: userPayload(github, status.author),
    description: status.description,
    environment: deployment.environment,
    target_url: status.logUrl,
    log_url: status.logUrl,
    environment_url: status.environmentUrl,
    created_at: stamp(status.createdAt),
    updated_at: stamp(status.createdAt),
    deployment_url: url,
    repository_url: api,
  };
}

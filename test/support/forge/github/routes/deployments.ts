import { z } from 'zod';
import { addDeploymentStatus, createDeployment, deploymentNumbered } from '../../deployments.ts';
import { pageOf, paging } from '../pagination.ts';
import { deploymentPayload, deploymentStatusPayload } from '../payloads/deployment.ts';
import { type RepositoryCall, repositoryRoute } from '../route.ts';

const READ = { app: { deployments: 'read' }, person: 'read' } as const;
const WRITE = { app: { deployments: 'write' }, person: 'write' } as const;

const NewDeployment = z.strictObject({
  ref: z.string(),
  task: z.string().default('deploy'),
  auto_merge: z.literal(false, 'auto_merge would merge the default branch into the ref: send false'),
  required_contexts: z.array(z.string()).max(0).optional(),
  payload: z.union([z.record(z.string(), z.unknown()), z.string()]).default({}),
  environment: z.string().default('production'),
  description: z.string().max(140).nullable().default(null),
  transient_environment: z.boolean().optional(),
  production_environment: z.boolean().optional(),
});

const NewStatus = z.strictObject({
  state: z.enum(['error', 'failure', 'inactive', 'in_progress', 'queued', 'pending', 'success']),
  description: z.string().max(140).default(''),
  environment_url: z.string().default(''),
  log_url: z.string().default(''),
  auto_inactive: z.boolean().optional(),
});

const deploymentOf = ({ repository, param }: RepositoryCall<unknown>) =>
  deploymentNumbered(repository, Number(param('id')));

export const deploymentRoutes = [
  repositoryRoute('POST /deployments', WRITE, NewDeployment, async ({ github, repository, actor, input }) => {
    const { ref, task, payload, environment, description } = input;
    const wanted = { ref, task, payload, environment, description, author: actor };
    const deployment = await createDeployment(github.world, repository, wanted);
    return { status: 201, body: deploymentPayload(github, repository, deployment) };
  }),

  repositoryRoute(
    'GET /deployments',
    READ,
    z.strictObject({
      ...paging,
      sha: z.string().optional(),
      ref: z.string().optional(),
      task: z.string().optional(),
      environment: z.string().optional(),
    }),
    (call) => {
      const { sha, ref, task, environment } = call.input;
      const found = call.repository.deployments.filter(
        (one) =>
          (sha ?? one.sha) === one.sha &&
          (ref ?? one.ref) === one.ref &&
          (task ?? one.task) === one.task &&
          (environment ?? one.environment) === one.environment,
      );
      const newestFirst = found.toReversed();
      return pageOf(
        call,
        newestFirst.map((one) => deploymentPayload(call.github, call.repository, one)),
      );
    },
  ),

  repositoryRoute('POST /deployments/:id(\\d+)/statuses', WRITE, NewStatus, (call) => {
    const { github, repository, actor, input } = call;
    const { state, description, environment_url: environmentUrl, log_url: logUrl } = input;
    const deployment = deploymentOf(call);
    const wanted = { author: actor, state, description, environmentUrl, logUrl };
    const status = addDeploymentStatus(github.world, deployment, wanted);
    return { status: 201, body: deploymentStatusPayload(github, repository, { deployment, status }) };
  }),

  repositoryRoute('GET /deployments/:id(\\d+)/statuses', READ, z.strictObject(paging), (call) => {
    const { github, repository } = call;
    const deployment = deploymentOf(call);
    const newestFirst = deployment.statuses.toReversed();
    return pageOf(
      call,
      newestFirst.map((status) => deploymentStatusPayload(github, repository, { deployment, status })),
    );
  }),
];

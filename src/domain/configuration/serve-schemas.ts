import { z } from 'zod';
import { issueOf, text } from '../yaml/complaint.ts';
import { quoted } from '../yaml/mistake.ts';
import { judgePathBelowRoot } from './repository-path.ts';
import { resourceSettings } from './run-schemas.ts';
import * as value from './value-schemas.ts';

const replicas = z.union([
  value.positiveInteger.meta({
    description: 'Exactly this many: no autoscaler. With 1 no disruption budget either.',
  }),
  z
    .strictObject({
      min: value.positiveInteger.meta({ description: 'Default 2.' }).optional(),
      max: value.positiveInteger.meta({ description: 'Default 4.', examples: [4] }).optional(),
      cpu: value.wholePercent
        .meta({ description: 'Of the requested CPU, at which the autoscaler adds a replica. Default `80%`.' })
        .optional(),
    })
    .meta({ title: 'the replicas' }),
]);

const headers = z.record(z.string(), z.string()).meta({
  title: 'a map of texts',
  description: 'Request headers.',
  examples: [{ accept: 'application/json' }],
});

const smokeTest = z
  .strictObject({
    name: value.words.meta({ description: 'What the report calls it.', examples: ['predicts'] }),
    method: value.oneOf('GET', 'POST', 'PUT').meta({ description: 'Default `GET`.' }).optional(),
    path: value.urlPath.meta({ description: 'Of the REST API.', examples: ['/predict'] }),
    headers: headers.optional(),
    body: value.json
      .meta({ description: 'Sent as JSON. Only one of `body` and `rows`.', examples: [{ age: 42 }] })
      .optional(),
    rows: z
      .strictObject({
        dataset: value.datasetName.meta({ description: 'From which dataset.' }),
        count: value.positiveInteger.meta({ description: 'How many of its rows.', examples: [5] }),
      })
      .meta({
        title: 'rows of a dataset',
        description: 'Sent as JSON.',
        examples: [{ dataset: 'customers', count: 5 }],
      })
      .optional(),
    status: z
      .int()
      .min(100)
      .max(599)
      .meta({ title: 'an HTTP status', description: 'Expected. Default 200.', examples: [200] })
      .optional(),
    json: z
      .record(z.string(), value.json)
      .meta({
        title: 'a map of JSON paths',
        description: 'JSON path to the literal value expected there.',
        examples: [{ '$.model': 'churn' }],
      })
      .optional(),
    max_latency: value.anyDuration
      .meta({ description: 'The answer comes within.', examples: ['300ms'] })
      .optional(),
  })
  .check((context) => {
    if (context.value.body !== undefined && context.value.rows !== undefined)
      context.issues.push(issueOf(oneBody, context.value));
  })
  .meta({ title: 'a smoke test', examples: [{ name: 'predicts', path: '/predict' }] });

const oneBody = { is: 'has both `body` and `rows`', write: 'Keep one of the two.' };

const settings = z
  .strictObject({
    port: value.port
      .meta({ description: "Where the model listens. Default: the image's one EXPOSE." })
      .optional(),
    health: value.urlPath
      .meta({ description: 'For the startup, readiness and liveness probes. Default `/healthz`.' })
      .optional(),
    metrics: value.urlPath
      .meta({ description: 'Prometheus metrics. Default none.', examples: ['/metrics'] })
      .optional(),
    replicas: replicas
      .meta({
        title: 'a number of replicas',
        description: 'How many pods. Default 2 to 4.',
        examples: [{ min: 2, max: 4 }],
      })
      .optional(),
    resources: resourceSettings
      .meta({ description: 'Requests; memory also as limit. Default `250m` and `512Mi`.' })
      .optional(),
    env: z
      .record(
        value.variableName,
        z.string().meta({ title: 'a text, numbers and flags in quotes', examples: ['4'] }),
      )
      .meta({
        title: 'a map of environment variables',
        description: 'Plain values.',
        examples: [{ MODEL_NAME: 'churn' }],
      })
      .optional(),
    secret_env: z
      .record(value.variableName, value.secretKey)
      .meta({
        title: 'a map of environment variables',
        description: "Values from the cluster's Secrets.",
        examples: [{ TOKEN: 'churn-secrets/token' }],
      })
      .optional(),
    pull_secrets: z
      .array(value.secretName)
      .meta({
        title: 'a list of Secrets',
        description: 'With which the cluster pulls the image.',
        examples: [['registry']],
      })
      .optional(),
    smoke: z
      .array(smokeTest)
      .meta({
        title: 'a list of smoke tests',
        description: 'Requests to the deployed model.',
        examples: [[{ name: 'predicts', path: '/predict' }]],
      })
      .optional(),
    min_healthy: value.anyDuration
      .meta({
        description: 'Healthy this long before the next promotion is offered. Default `0s`.',
        examples: ['0s'],
      })
      .optional(),
    on_failure: value
      .oneOf('report', 'rollback')
      .meta({ description: 'When the rollout or a smoke test fails. Default `report`.' })
      .optional(),
  })
  .check((context) => {
    const { env = {}, secret_env = {} } = context.value;
    for (const name of Object.keys(env).filter((key) => Object.hasOwn(secret_env, key)))
      context.issues.push(
        issueOf({ is: `stands in \`secret_env\` too: ${quoted(name)}`, write: 'Keep one of the two.' }, env, [
          'env',
          name,
        ]),
      );
  })
  .meta({ title: 'the serving' });

export const serve = z
  .union([z.literal(false).meta({ title: '`false`', description: 'Nothing is deployed.' }), settings])
  .meta({
    title: 'a map, or `false`',
    description: 'How the model is deployed. `false`, or no serve and no EXPOSE: not at all.',
    examples: [{ port: 8080 }],
  });

const gitOpsFolder = text('a folder', 'deploy/kube', (folder) => {
  const unknown = [...folder.matchAll(/\{[^}]*\}?|\}/g)]
    .map(([found]) => found)
    .find((found) => found !== '{environment}' && found !== '{name}');
  if (unknown !== undefined)
    return {
      is: `holds a placeholder that is unknown: ${quoted(unknown)}`,
      write: 'Use `{environment}` and `{name}` only.',
    };
  return judgePathBelowRoot(folder);
});

export const gitops = z
  .strictObject({
    repository: value.fullName
      .meta({ description: "Another repository, where the operator's policy allows it. Default: this one." })
      .optional(),
    branch: value.branch
      .meta({ description: "Default: the environment's branch.", examples: ['main'] })
      .optional(),
    folder: gitOpsFolder
      .meta({
        description:
          'Where the manifests are written. `{environment}` and `{name}` are replaced. Default `deploy/kube`.',
      })
      .optional(),
    write: value.oneOf('push', 'pull_request').meta({ description: 'Default `push`.' }).optional(),
  })
  .meta({
    title: 'the GitOps location',
    description: 'From where kube-applier takes the manifests.',
    examples: [{ folder: 'deploy/kube' }],
  });

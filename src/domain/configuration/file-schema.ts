import { z } from 'zod';
import { dataChecks, freeze, gates, metrics, permissions, reviewers } from './guard-schemas.ts';
import { datasets, image, notebook, ownNotebook, training } from './run-schemas.ts';
import { gitops, serve } from './serve-schemas.ts';
import * as value from './value-schemas.ts';

const templates = value.path.meta({
  title: 'a folder',
  description: 'A folder with `*.yaml` that are deployed instead of the default manifests.',
  examples: ['deploy/templates'],
});

const dashboard = z
  .strictObject({
    name: value.words.meta({ description: 'Shown to people.', examples: ['Grafana'] }),
    url: value.url.meta({ description: 'Where it is.' }),
  })
  .meta({
    title: 'a dashboard',
    examples: [{ name: 'Grafana', url: 'https://grafana.example.com/d/churn' }],
  });

const environment = z
  .strictObject({
    name: value.dnsLabel.meta({ description: 'Unique, a DNS label.' }),
    branch: value.branch.meta({ description: "Default: the environment's name." }).optional(),
    namespace: value.dnsLabel
      .meta({ description: 'Guard. Default `<name>-<environment>`.', examples: ['churn-prod'] })
      .optional(),
    cluster: value.dnsLabel
      .meta({
        description: "Guard. A cluster that the operator's policy names. Default none.",
        examples: ['prod-eu'],
      })
      .optional(),
    parameters: value.parameters.meta({ description: "Merged over the notebook's, key by key." }).optional(),
    datasets: datasets.meta({ description: 'Each replaces the dataset of the same name.' }).optional(),
    notebook: ownNotebook
      .meta({
        title: 'a notebook',
        description: "Merged over the file's, key by key.",
        examples: ['notebooks/evaluate.ipynb'],
      })
      .optional(),
    gates: gates.meta({ description: 'Guard. Each replaces the gates on the same metric whole.' }).optional(),
    serve: serve.meta({ description: "Merged over the file's, key by key." }).optional(),
    templates: templates.optional(),
    gitops: gitops.meta({ description: "Guard. Merged over the file's, key by key." }).optional(),
    permissions: permissions.optional(),
    two_people: value.flag
      .meta({
        description:
          'Guard. Whether a pull request into it needs the approval of somebody who may promote and wrote nothing of it, and another one who merges. Default `false`.',
      })
      .optional(),
    reviewers: reviewers.optional(),
    url: value.url.meta({ description: 'Where people reach the model.' }).optional(),
    dashboards: z
      .array(dashboard)
      .meta({
        title: 'a list of dashboards',
        description: 'Where people watch the model.',
        examples: [[{ name: 'Grafana', url: 'https://grafana.example.com' }]],
      })
      .optional(),
    applier_status: value.url.meta({ description: "kube-applier's status page." }).optional(),
    create_namespace: value.flag
      .meta({ description: 'Whether the Namespace is written too. Default `false`.' })
      .optional(),
    freeze: freeze.optional(),
  })
  .meta({ title: 'an environment', examples: [{ name: 'prod' }] });

/** `.tailrace.yml` as people write it: every key, the short forms too, nothing filled in yet. */
export const fileSchema = z
  .strictObject({
    name: value.serviceName
      .meta({
        description: "Guard. Names every Kubernetes object. Default: the repository's name as a DNS label.",
      })
      .optional(),
    timezone: value.words
      .meta({
        title: 'a timezone',
        description: 'Guard. For freezes and `/hold … until`. Default `UTC`.',
        examples: ['Europe/Berlin'],
      })
      .optional(),
    image: image.meta({
      title: 'an image repository',
      description: 'The image that is built, tested and deployed.',
      examples: ['registry.example.com/acme/churn'],
    }),
    train: training
      .meta({ description: "A notebook whose artifacts become the image's last layer, once for a release." })
      .optional(),
    notebook: notebook.meta({
      title: 'a notebook',
      description: 'The test; runs in the final image in every environment.',
      examples: ['notebooks/evaluate.ipynb'],
    }),
    datasets: datasets.optional(),
    metrics: metrics.optional(),
    gates: gates.optional(),
    data_checks: dataChecks.optional(),
    serve: serve.optional(),
    templates: templates.optional(),
    gitops: gitops
      .meta({
        description:
          "Guard. From where kube-applier takes the manifests. Default: this repository, the environment's branch.",
      })
      .optional(),
    evidence: z
      .strictObject({
        repository: value.fullName
          .meta({
            description:
              "Default: this repository. Another one needs the operator's policy, and must not be more public than this.",
            examples: ['acme/churn-evidence'],
          })
          .optional(),
      })
      .meta({
        title: 'the evidence',
        description: 'Guard. Where evidence is committed.',
        examples: [{ repository: 'acme/churn-evidence' }],
      })
      .optional(),
    commands: z
      .strictObject({
        short: value.flag
          .meta({ description: '`false`: only `/tailrace <command>`. Default `true`.' })
          .optional(),
      })
      .meta({
        title: 'the commands',
        description: 'Guard. How commands are written.',
        examples: [{ short: true }],
      })
      .optional(),
    environments: z

      .array(environment)
      .min(1)
      .max(20)
      .meta({
        title: 'a list of 1 to 20 environments',
        description: 'In order. Default sandbox, qa, uat, prod; a given list replaces it.',
        examples: [[{ name: 'sandbox' }, { name: 'prod' }]],
      })
      .optional(),
  })
  .meta({ title: 'the file' });

export type ConfigurationFile = z.infer<typeof fileSchema>;
export type EnvironmentInFile = NonNullable<ConfigurationFile['environments']>[number];

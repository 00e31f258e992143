import { z } from 'zod';
import * as value from '../configuration/value-schemas.ts';
import { cpuCores, memoryBytes } from '../quantity.ts';
import { issueOf } from '../yaml/complaint.ts';
import { quoted } from '../yaml/mistake.ts';
import { defaultAllowances } from './allowances.ts';
import {
  dockerVolume,
  evidencePattern,
  hostName,
  imagePrefix,
  kind,
  list,
  pattern,
  repositoryPattern,
} from './policy-values.ts';

const gitops = z
  .strictObject({
    repository: value.fullName.meta({ description: 'The repository, without patterns.' }),
    folders: list(pattern('*/{name}'), 'a list of patterns', '*/{name}').meta({
      description: "Its folders. `{owner}` and `{name}` stand for the model repository's.",
    }),
    branches: list(pattern('main'), 'a list of patterns', 'main')
      .meta({ description: 'Its branches. Default: every branch.' })
      .optional(),
  })
  .meta({
    title: 'a GitOps repository',
    examples: [{ repository: 'acme/gitops', folders: ['*/{name}'], branches: ['main'] }],
  });

const resources = {
  cpu: value.cpu.meta({ description: 'Cores.', examples: [4] }).optional(),
  memory: value.memory.meta({ description: 'Memory.', examples: ['16Gi'] }).optional(),
};

/** What one rule allows, as operators write it. */
export const rule = z
  .strictObject({
    name: value.words.meta({ description: 'Unique; refusals show it.', examples: ['risk models'] }),
    repositories: list(repositoryPattern, 'a list of patterns', 'acme/*').meta({
      description: 'The model repositories that the rule is for, as `owner/name`, in any case.',
    }),
    images: list(imagePrefix, 'a list of prefixes', 'registry.example.com/{owner}/{name}')
      .meta({
        description:
          "Image repositories, each with what lies below it. Default: every one whose path contains the repository's owner and name.",
      })
      .optional(),
    gitops: list(gitops, 'a list of GitOps repositories', {
      repository: 'acme/gitops',
      folders: ['*/{name}'],
    })
      .meta({ description: 'Where manifests may go beside the repository itself. Default: nowhere.' })
      .optional(),
    evidence: list(evidencePattern, 'a list of patterns', '{owner}/{name}-evidence')
      .meta({
        description:
          "Repositories that `evidence` may name, in any case. `{owner}` and `{name}` stand for the model repository's. Default: none.",
      })
      .optional(),
    clusters: list(value.dnsLabel, 'a list of names', 'prod-eu')
      .meta({
        description:
          'Clusters that `cluster` may name, of those that `clusters` above the rules has. Default: none.',
      })
      .optional(),
    namespaces: list(pattern('{name}-*'), 'a list of patterns', '{name}-*')
      .meta({ description: 'Namespaces of the environments. Default: every one.' })
      .optional(),
    kinds: list(kind, 'a list of kinds', 'Deployment')
      .meta({
        description:
          "Object kinds that templates may hold, cluster-scoped ones too if they are named. Default: every kind but Kubernetes' cluster-scoped ones.",
      })
      .optional(),
    volumes: z
      .record(value.dnsLabel, dockerVolume)
      .meta({
        title: 'a map of volumes',
        description: "Datasets' `volume` names, each with its volume on the Engine. Default: none.",
        examples: [{ 'churn-customers': 'tailrace-churn-customers' }],
      })
      .optional(),
    secrets: list(value.variableName, 'a list of names', 'WAREHOUSE_PASSWORD')
      .meta({ description: 'Secrets that notebooks may have. Default: none.' })
      .optional(),
    first_setup_secrets: value.flag
      .meta({
        description:
          'Whether a pull request that brings the first `.tailrace.yml` gets its secrets already. Default `false`.',
      })
      .optional(),
    network: value.flag
      .meta({ description: 'Whether notebooks may use the network. Default `false`.' })
      .optional(),
    data: z
      .strictObject({
        private_addresses: z
          .union([value.flag, list(hostName, 'a list of hosts', 'data.internal.example.com')])
          .meta({
            title: '`true` or a list of hosts',
            description:
              'Whether datasets may be fetched from private and link-local addresses, or from which hosts. Default `false`.',
            examples: [['data.internal.example.com']],
          })
          .optional(),
      })
      .meta({
        title: 'the data',
        description: 'Where datasets may come from.',
        examples: [{ private_addresses: ['data.internal.example.com'] }],
      })
      .optional(),
    resources: z
      .strictObject(resources)
      .meta({
        title: 'the resources',
        description: 'What a notebook gets that asks for nothing. Default 2 cores and 4Gi.',
        examples: [{ cpu: 2, memory: '4Gi' }],
      })
      .optional(),
    ceilings: z
      .strictObject({
        ...resources,
        timeout: value.positiveDuration.meta({ description: 'Of a whole run. Default none.' }).optional(),
        datasets: value.memory
          .meta({ description: 'All datasets of a run together. Default 10Gi.', examples: ['10Gi'] })
          .optional(),
      })
      .meta({
        title: 'the ceilings',
        description: 'The most that a notebook may ask for. Default 2 cores and 4Gi.',
        examples: [{ cpu: 8, memory: '32Gi' }],
      })
      .optional(),
  })
  .check(({ value: { resources: wanted, ceilings }, issues }) => {
    for (const key of ['cpu', 'memory'] as const) {
      const ceiling = ceilings?.[key] ?? defaultAllowances.ceilings[key];
      const given = wanted?.[key];
      if (given !== undefined && quantities[key](String(given)) > quantities[key](String(ceiling)))
        issues.push(issueOf(aboveCeiling(key, given, ceiling), given, ['resources', key]));
    }
  })
  .meta({ title: 'a rule', examples: [{ name: 'everybody', repositories: ['acme/*'] }] });

const quantities = {
  cpu: (text: string) => cpuCores(text) ?? 0,
  memory: (text: string) => memoryBytes(text) ?? 0,
};

function aboveCeiling(key: string, given: string | number, ceiling: string | number) {
  return {
    is: `is above the ceiling of ${quoted(ceiling)}: ${quoted(given)}`,
    write: `Write less, or a higher ceiling: \`ceilings: {${key}: ${given}}\`.`,
  };
}

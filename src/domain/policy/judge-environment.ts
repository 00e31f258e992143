import type { EnvironmentSettings, RepositoryName } from '../configuration/configuration.ts';
import type { Dataset } from '../dataset.ts';
import { formatDuration } from '../duration.ts';
import { cpuCores, memoryBytes } from '../quantity.ts';
import { quoted } from '../yaml/mistake.ts';
import type { Allowances } from './allowances.ts';
import { judgeGitOps } from './judge-gitops.ts';
import { askForLess, matchesAny, type Refusal, refuse } from './refusal.ts';

export interface Judging {
  readonly repository: RepositoryName;
  readonly allowances: Allowances;
  /** Whether a secret of this name has a value in this installation. */
  isHeld(secret: string): boolean;
}

/** What an environment asks for and the operator does not allow. */
export function judgeEnvironment(environment: EnvironmentSettings, judging: Judging): Refusal[] {
  const { allowances } = judging;
  return [
    ...judgeLimits(environment, allowances),
    ...refuse(environment.notebook.network && !allowances.network, ['notebook.network'], {
      what: 'Network is',
      by: allowances.by,
    }),
    ...environment.notebook.secrets.flatMap((secret) => judgeSecret(secret, judging)),
    ...environment.datasets.flatMap((dataset) => judgeDataset(dataset, allowances)),
    ...judgeGitOps(environment, allowances),
    ...judgeNames(environment, allowances),
  ];
}

function judgeLimits({ notebook }: EnvironmentSettings, { ceilings, by }: Allowances): Refusal[] {
  const { cpu, memory } = notebook.resources;
  const { timeoutSeconds = Number.POSITIVE_INFINITY } = ceilings;
  const above = (is: boolean, key: string, message: string): Refusal[] =>
    is ? [{ keys: [`notebook.${key}`], message: `${message} that ${by} allows.`, remedy: askForLess }] : [];
  return [
    ...above(
      (cpuCores(cpu) ?? 0) > (cpuCores(ceilings.cpu) ?? 0),
      'resources.cpu',
      `${quoted(cpu)} is more CPU than the ${ceilings.cpu} cores`,
    ),
    ...above(
      (memoryBytes(memory) ?? 0) > (memoryBytes(ceilings.memory) ?? 0),
      'resources.memory',
      `${quoted(memory)} is more memory than the ${ceilings.memory}`,
    ),
    ...above(
      notebook.timeoutSeconds > timeoutSeconds,
      'timeout',
      `${quoted(formatDuration(notebook.timeoutSeconds))} is longer than the ${formatDuration(timeoutSeconds)}`,
    ),
  ];
}

function judgeSecret(secret: string, { allowances, isHeld }: Judging): Refusal[] {
  const keys = ['notebook.secrets'];
  const what = `The secret ${quoted(secret)}`;
  if (!allowances.secrets.includes(secret))
    return refuse(true, keys, { what: `${what} is`, by: allowances.by });
  if (isHeld(secret)) return [];
  const remedy = `Ask the operator to set ${quoted(`TAILRACE_SECRET_${secret}`)}, or remove it.`;
  return [{ keys, message: `${what} has no value in this installation of Tailrace.`, remedy }];
}

function judgeDataset(dataset: Dataset, { volumes, by }: Allowances): Refusal[] {
  if (dataset.kind !== 'volume' || Object.hasOwn(volumes, dataset.volume)) return [];
  const what = `The volume ${quoted(dataset.volume)} is`;
  return refuse(true, [`datasets.${dataset.name}.volume`], { what, by, allowed: Object.keys(volumes) });
}

function judgeNames(environment: EnvironmentSettings, allowances: Allowances): Refusal[] {
  const { namespace, cluster, createNamespace } = environment;
  const { by, namespaces, clusters, kinds } = allowances;
  return [
    ...refuse(namespaces !== undefined && !matchesAny(namespaces, namespace), ['namespace', 'name'], {
      what: `The namespace ${quoted(namespace)} is`,
      by,
      allowed: namespaces,
    }),
    ...refuse(cluster !== undefined && !clusters.includes(cluster), ['cluster'], {
      what: `The cluster ${quoted(cluster)} is`,
      by,
    }),
    ...refuse(createNamespace && kinds !== undefined && !kinds.includes('Namespace'), ['create_namespace'], {
      what: 'Writing the `Namespace` is',
      by,
    }),
  ];
}

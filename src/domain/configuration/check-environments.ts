import { type Finding, quoted } from '../yaml/mistake.ts';
import { valueAt } from '../yaml/value-at.ts';
import type { Configuration, EnvironmentSettings } from './configuration.ts';
import { isDnsLabel } from './kubernetes-name.ts';

type Filled = Omit<Configuration, 'places'>;

/** Names, branches and namespaces that two environments share, or that Kubernetes would refuse. */
export function checkEnvironments(configuration: Filled): Finding[] {
  return configuration.environments.flatMap((environment, index) => {
    const before = configuration.environments.slice(0, index);
    const shared = sharedNames(environment, before, index);
    const names = shared.length > 0 ? shared : badNamespace(environment, before, index);
    return [...names, ...lostUrl(environment, index)];
  });
}

/** It is shown with the rollout, which nothing is known of without a cluster. */
function lostUrl({ name, url, cluster }: EnvironmentSettings, index: number): Finding[] {
  if (url === undefined || cluster !== undefined) return [];
  const message = `\`url\` of ${quoted(name)} is shown with its rollout, and Tailrace does not know in which cluster that is.`;
  return [
    { path: ['environments', index, 'url'], message, remedy: 'Write its `cluster:` too, or remove it.' },
  ];
}

function sharedNames(
  environment: EnvironmentSettings,
  before: readonly EnvironmentSettings[],
  index: number,
): Finding[] {
  const sameName = before.some((other) => other.name === environment.name);
  if (sameName)
    return [
      {
        path: ['environments', index, 'name'],
        message: `A second environment is named ${quoted(environment.name)}.`,
        remedy: 'Give it another name, or remove it.',
      },
    ];
  const other = before.find((each) => each.branch === environment.branch);
  if (other === undefined) return [];
  const message = `${quoted(environment.name)} has the same branch as ${quoted(other.name)}: ${quoted(environment.branch)}.`;
  return [
    {
      path: ['environments', index, 'branch'],
      message,
      remedy: 'Give every environment a branch of its own.',
    },
  ];
}

function badNamespace(
  environment: EnvironmentSettings,
  before: readonly EnvironmentSettings[],
  index: number,
): Finding[] {
  const path = ['environments', index, 'namespace'];
  const { namespace } = environment;
  if (!isDnsLabel(namespace))
    return [
      {
        path,
        message: `The namespace ${quoted(namespace)} is longer than 63 characters.`,
        remedy: 'Write a shorter `name:`, or a `namespace:` for this environment.',
      },
    ];
  const other = before.find((each) => each.namespace === namespace);
  if (other === undefined) return [];
  const message = `${quoted(environment.name)} has the same namespace as ${quoted(other.name)}, and their objects have the same names: ${quoted(namespace)}.`;
  return [{ path, message, remedy: 'Give every environment a namespace of its own.' }];
}

/** `min` over `max`, after an environment's own replicas were merged over the file's and the defaults. */
export function checkReplicas(data: unknown, configuration: Filled): Finding[] {
  const findings = configuration.environments.flatMap(({ serve }, index): Finding[] => {
    if (serve.kind === 'nothing' || serve.replicas.min <= serve.replicas.max) return [];
    const own = ['environments', index, 'serve', 'replicas'];
    const path = valueAt(data, own) === undefined ? ['serve', 'replicas'] : own;
    const { min, max } = serve.replicas;
    return [
      {
        path,
        message: `\`replicas\` has a \`min\` of ${min} and a \`max\` of ${max}.`,
        remedy: 'Write both, `min` not above `max`, for example `{min: 2, max: 4}`.',
      },
    ];
  });
  return findings.filter(
    (finding, index) =>
      findings.findIndex(
        (other) =>
          other.path.length === finding.path.length &&
          other.path.every((step, at) => step === finding.path[at]),
      ) === index,
  );
}

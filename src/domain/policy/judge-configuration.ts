import type { Configuration, EnvironmentSettings, RepositoryName } from '../configuration/configuration.ts';
import { imagePathSegments } from '../configuration/image-repository.ts';
import { formatDuration } from '../duration.ts';
import { cpuCores, memoryBytes } from '../quantity.ts';
import { inFileOrder, type Mistake, quoted } from '../yaml/mistake.ts';
import type { Place } from '../yaml/yaml-places.ts';
import type { Allowances } from './allowances.ts';
import { matchesPattern } from './pattern.ts';

export interface Judging {
  readonly repository: RepositoryName;
  readonly allowances: Allowances;
  /** Whether a secret of this name has a value in this installation. */
  isHeld(secret: string): boolean;
}

/** What a configuration asks for and the operator does not allow, each at its place. A refusal names the rule. */
export function judgeConfiguration(configuration: Configuration, judging: Judging): Mistake[] {
  const ofEnvironments = configuration.environments.flatMap((environment, index) =>
    judgeEnvironment(environment, judging).map((refusal) => place(configuration, refusal, index)),
  );
  const ofImage = judgeImage(configuration, judging).map((refusal) => place(configuration, refusal));
  return inFileOrder(unique([...ofImage, ...ofEnvironments]));
}

interface Refusal {
  /** The key to blame, and those that it falls back to. */
  readonly keys: readonly string[];
  readonly message: string;
  readonly remedy: string;
}

function judgeImage({ image }: Configuration, { repository, allowances }: Judging): Refusal[] {
  const keys = ['image.repository', 'image'];
  const { images, by } = allowances;
  if (images?.some((prefix) => image.repository === prefix || image.repository.startsWith(`${prefix}/`)))
    return [];
  if (images !== undefined) {
    const message = `The image ${quoted(image.repository)} is not allowed by ${by}.`;
    return [{ keys, message, remedy: `Write one that is or lies below ${list(images)}.` }];
  }
  const path = imagePathSegments(image.repository).join('/');
  const wanted = `${repository.owner}/${repository.name}`.toLowerCase();
  if (`/${path}/`.includes(`/${wanted}/`)) return [];
  return [
    {
      keys,
      message: `The image's path ${quoted(path)} does not contain ${quoted(wanted)}, as ${by} demands, so it could be another repository's.`,
      remedy: `Write a path that contains ${quoted(wanted)}, or ask the operator for a policy that allows this one.`,
    },
  ];
}

function judgeEnvironment(environment: EnvironmentSettings, judging: Judging): Refusal[] {
  const { allowances } = judging;
  return [
    ...judgeLimits(environment, allowances),
    ...refuse(environment.notebook.network && !allowances.network, ['notebook.network'], {
      what: 'Network is',
      by: allowances.by,
    }),
    ...environment.notebook.secrets.flatMap((secret) => judgeSecret(secret, judging)),
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

/** The repository itself is always allowed. */
function judgeGitOps(
  { gitops, branch }: EnvironmentSettings,
  { gitops: allowed, by }: Allowances,
): Refusal[] {
  const { repository } = gitops;
  if (repository === undefined) return [];
  const here = allowed.filter((each) => each.repository.toLowerCase() === repository.toLowerCase());
  if (here.length === 0)
    return refuse(true, ['gitops.repository'], {
      what: `The GitOps repository ${quoted(repository)} is`,
      by,
    });
  const target = gitops.branch ?? branch;
  const ofBranch = here.filter(({ branches }) => branches === undefined || matchesAny(branches, target));
  const patterns = here.flatMap(({ branches = [] }) => branches);
  if (ofBranch.length === 0)
    return refuse(true, ['gitops.branch', 'gitops.repository'], {
      what: `The branch ${quoted(target)} of ${quoted(repository)} is`,
      by,
      allowed: patterns,
    });
  const folders = ofBranch.flatMap((each) => each.folders);
  return refuse(!matchesAny(folders, gitops.folder), ['gitops.folder', 'gitops.repository'], {
    what: `The folder ${quoted(gitops.folder)} of ${quoted(repository)} is`,
    by,
    allowed: folders,
  });
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

function matchesAny(patterns: readonly string[], text: string): boolean {
  return patterns.some((pattern) => matchesPattern(pattern, text, 'exact'));
}

const askForLess = 'Ask for less, or ask the operator for a policy that allows it.';

function refuse(
  refused: boolean,
  keys: readonly string[],
  { what, by, allowed = [] }: { what: string; by: string; allowed?: readonly string[] | undefined },
): Refusal[] {
  if (!refused) return [];
  const remedy =
    allowed.length === 0
      ? askForLess
      : `Write one that matches ${list(allowed)}, or ask the operator for a policy that allows it.`;
  return [{ keys, message: `${what} not allowed by ${by}.`, remedy }];
}

function list(texts: readonly string[]): string {
  return texts.map(quoted).join(' or ');
}

/** Where the value comes from: the environment's own key, else the file's; what is not written at all is told at the top. */
function place(configuration: Configuration, { keys, ...rest }: Refusal, index?: number): Mistake {
  const paths = index === undefined ? keys : keys.flatMap((key) => [`environments[${index}].${key}`, key]);
  const path = paths.find((each) => configuration.places[each] !== undefined) ?? keys.at(-1) ?? '';
  const found: Place = configuration.places[path] ?? { line: 1, column: 1 };
  return { ...found, path, ...rest };
}

/** A key of the file holds for every environment; it is told once. */
function unique(mistakes: readonly Mistake[]): Mistake[] {
  return [...new Map(mistakes.map((mistake) => [`${mistake.path} ${mistake.message}`, mistake])).values()];
}

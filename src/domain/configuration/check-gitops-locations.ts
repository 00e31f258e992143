import { isDeepStrictEqual } from 'node:util';
import { type Finding, type MistakePath, quoted } from '../yaml/mistake.ts';
import { valueAt } from '../yaml/value-at.ts';
import type { Configuration, EnvironmentSettings } from './configuration.ts';
import { liesIn } from './repository-path.ts';

type Filled = Omit<Configuration, 'places'>;

/**
 * Another repository needs a branch, since its default one is not known here; and no two environments write to the same place.
 * `data` is the file itself, to tell whose key it is.
 */
export function checkGitOpsLocations(data: unknown, { environments }: Filled): Finding[] {
  const findings = environments.flatMap((environment, index) => {
    const before = environments.slice(0, index);
    return [...missingBranch(data, environment, index), ...sharedFolder(data, environment, before, index)];
  });
  const same = (one: Finding, other: Finding) =>
    one.remedy === other.remedy && isDeepStrictEqual(one.path, other.path);
  return findings.filter((finding, index) => findings.findIndex((other) => same(finding, other)) === index);
}

function missingBranch(data: unknown, { gitops }: EnvironmentSettings, index: number): Finding[] {
  if (gitops.repository === undefined || gitops.branch !== undefined) return [];
  return [
    {
      path: statedFirst(data, [index], ['repository']),
      message: `The manifests go to ${quoted(gitops.repository)}, and no \`branch\` of it is named.`,
      remedy: 'Add the branch that kube-applier reads there, for example `branch: main`.',
    },
  ];
}

function sharedFolder(
  data: unknown,
  environment: EnvironmentSettings,
  before: readonly EnvironmentSettings[],
  index: number,
): Finding[] {
  const other = before.findIndex((each) => overlaps(environment, each));
  const first = before[other];
  if (first === undefined) return [];
  return [
    {
      path: statedFirst(data, [index, other], ['folder', 'repository', 'branch']),
      message: `${quoted(environment.name)} and ${quoted(first.name)} write their manifests to the same place: ${quoted(environment.gitops.folder)}.`,
      remedy: 'Give each environment a folder of its own: `folder: "{environment}/{name}"`.',
    },
  ];
}

/**
 * Whether one's folder holds the other's, on one branch: Tailrace replaces all that a folder holds. Environments that share their own
 * branch are told so already.
 */
function overlaps(one: EnvironmentSettings, other: EnvironmentSettings): boolean {
  if (one.branch === other.branch) return false;
  const branchOf = ({ gitops, branch }: EnvironmentSettings) =>
    gitops.repository === undefined
      ? `@${gitops.branch ?? branch}`
      : `${gitops.repository.toLowerCase()}@${gitops.branch ?? ''}`;
  const [a, b] = [one.gitops.folder, other.gitops.folder];
  return branchOf(one) === branchOf(other) && (liesIn(a, b) || liesIn(b, a));
}

/** The first of these keys of `gitops` that is there: of these environments, else of the file. */
function statedFirst(data: unknown, indexes: readonly number[], keys: readonly string[]): MistakePath {
  const maps = [...indexes.map((index) => ['environments', index, 'gitops']), ['gitops']];
  const places = maps.flatMap((map) => keys.map((key) => [...map, key]));
  return places.find((place) => valueAt(data, place) !== undefined) ?? ['gitops'];
}

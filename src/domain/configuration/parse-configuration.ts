import { type Allowances, defaultAllowances } from '../policy/allowances.ts';
import { explainIssues, type FileKind } from '../yaml/explain-issue.ts';
import { type Finding, formatPath, type Mistake, type MistakePath } from '../yaml/mistake.ts';
import { isPlainMap, isUnder, valueAt, withoutKeys } from '../yaml/value-at.ts';
import { type Place, placeFindings } from '../yaml/yaml-places.ts';
import { readYaml } from '../yaml/yaml-text.ts';
import { checkDataChecks } from './check-data-checks.ts';
import { checkEnvironments, checkReplicas } from './check-environments.ts';
import { checkFreezes } from './check-freezes.ts';
import { checkGitOpsFolders } from './check-gitops-folders.ts';
import { checkGitOpsLocations } from './check-gitops-locations.ts';
import type { Configuration, RepositoryName } from './configuration.ts';
import { type ConfigurationFile, fileSchema } from './file-schema.ts';
import { fillIn } from './fill-in.ts';
import { findNotYet } from './not-yet.ts';
import { judgedPaths } from './policy-paths.ts';

export type ParsedConfiguration =
  | { readonly kind: 'ok'; readonly configuration: Configuration }
  | { readonly kind: 'mistakes'; readonly mistakes: Mistake[] };

const tailraceFile: FileKind = {
  schema: fileSchema,
  smallest:
    'Write at least `notebook: notebooks/evaluate.ipynb` and `image: registry.example.com/acme/churn`, a line each.',
};

export interface Context {
  /** Names what has no `name:`. */
  readonly repository: RepositoryName;
  /** What the operator allows this repository, its defaults among it. Whether the file keeps to it is not judged here. */
  readonly allowances?: Allowances;
}

/** Reads `.tailrace.yml`. Gives every mistake at once, in the file's order. */
export function parseConfiguration(text: string, context: Context): ParsedConfiguration {
  const yaml = readYaml(text);
  if (yaml.kind === 'mistakes') return yaml;
  const { allowances = defaultAllowances, repository } = context;
  const owned = { allowances, repository };
  const { data, findings } = check(yaml.value, owned);
  if (data === undefined || findings.length > 0)
    return { kind: 'mistakes', mistakes: placeFindings(findings, yaml.placeOf) };
  const filled = fillIn(data, owned);
  return {
    kind: 'ok',
    configuration: { ...filled, places: places(yaml.value, yaml.placeOf) },
  };
}

function check(
  value: unknown,
  owned: Required<Context>,
): { data: ConfigurationFile | undefined; findings: Finding[] } {
  const notYet = findNotYet(value);
  const shape = fileSchema.safeParse(value);
  const ofShape = shape.success ? [] : explainIssues(tailraceFile, shape.error.issues, value);
  const own = ofShape.filter(({ path }) => !notYet.some((other) => isUnder(path, other.path)));
  const rest = shape.success ? { data: shape.data, dropped: [] } : salvage(value, ofShape);
  const ofWhole = rest === undefined ? [] : checkWhole(value, rest.data, owned);
  const known = ofWhole.filter(({ path }) => !rest?.dropped.some((dropped) => isUnder(path, dropped)));
  return { data: shape.success ? shape.data : undefined, findings: [...notYet, ...own, ...known] };
}

/** What only the whole file shows. */
function checkWhole(value: unknown, data: ConfigurationFile, owned: Required<Context>): Finding[] {
  const filled = fillIn(data, owned);
  return [
    ...checkEnvironments(filled),
    ...checkFreezes(filled),
    ...checkDataChecks(filled),
    ...checkReplicas(value, filled),
    ...checkGitOpsFolders(value, filled),
    ...checkGitOpsLocations(value, filled),
  ];
}

type Rest = { readonly data: ConfigurationFile; readonly dropped: MistakePath[] };

/**
 * The file without the keys that are wrong, so that what only the whole shows is found in the same round. A key whose
 * removal is not enough (it was missing in its map, say) takes the key above it along.
 */
function salvage(value: unknown, findings: readonly Finding[]): Rest | undefined {
  if (!isPlainMap(value)) return undefined;
  const dropped: MistakePath[] = [['image'], ['notebook']].filter(
    (path) => valueAt(value, path) === undefined,
  );
  let rest: unknown = value;
  let paths = findings.map(({ path }) => path);
  for (let round = 0; round < 8; round++) {
    rest = withoutKeys(rest, paths);
    dropped.push(...paths.map(upToKey));
    const parsed = fileSchema.safeParse({
      image: 'missing',
      notebook: 'missing.ipynb',
      ...(isPlainMap(rest) ? rest : {}),
    });
    if (parsed.success) return { data: parsed.data, dropped };
    paths = explainIssues(tailraceFile, parsed.error.issues, rest).map(({ path }) => nearestKey(rest, path));
  }
  return undefined;
}

/** The key to drop for a mistake at `path`: that one, or, where it is missing, the one above it. */
function nearestKey(value: unknown, path: MistakePath): MistakePath {
  return upToKey(valueAt(value, path) === undefined ? path.slice(0, -1) : path);
}

function upToKey(path: MistakePath): MistakePath {
  return path.slice(0, path.findLastIndex((step) => typeof step === 'string') + 1);
}

function places(value: unknown, placeOf: (path: MistakePath) => Place): Record<string, Place> {
  return Object.fromEntries(judgedPaths(value).map((path) => [formatPath(path), placeOf(path)]));
}

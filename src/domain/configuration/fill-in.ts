import type { Dataset } from '../dataset.ts';
import { parseDuration } from '../duration.ts';
import { parseChange } from '../gates/change.ts';
import type { Gate } from '../gates/gate.ts';
import { parseGrant } from '../permissions/grant.ts';
import { type Granted, rights } from '../permissions/rights.ts';
import type { Allowances } from '../policy/allowances.ts';
import type {
  Configuration,
  EnvironmentSettings,
  MetricSettings,
  NotebookSettings,
  RepositoryName,
  TestProgram,
  TrainingSettings,
} from './configuration.ts';
import { defaults } from './defaults.ts';
import type { ConfigurationFile, EnvironmentInFile } from './file-schema.ts';
import { fillInDataChecks } from './fill-in-data-checks.ts';
import { fillInResources, fillInServe } from './fill-in-serve.ts';
import { nameOfRepository } from './kubernetes-name.ts';
import { normalPath } from './repository-path.ts';

/** Writes short forms out, merges each environment's own over the file's, and fills in the defaults. */
export function fillIn(
  file: ConfigurationFile,
  { repository, allowances }: Owned,
): Omit<Configuration, 'places'> {
  const name = file.name ?? nameOfRepository(repository.name);
  const environments: readonly EnvironmentInFile[] =
    file.environments ?? defaults.environments.map((each) => ({ name: each }));
  const image = typeof file.image === 'string' ? { repository: file.image } : file.image;
  return {
    name,
    timezone: file.timezone ?? defaults.timezone,
    image: {
      repository: image.repository,
      dockerfile: normalPath(image.dockerfile ?? defaults.dockerfile),
      context: normalPath(image.context ?? defaults.context),
    },
    training: file.train && fillInTraining(file.train),
    metrics: Object.fromEntries(
      Object.entries(file.metrics ?? {}).map(([metric, given]) => [metric, fillInMetric(metric, given)]),
    ),
    shortCommands: file.commands?.short ?? true,
    dataChecks: fillInDataChecks(file.data_checks),
    evidenceRepository: elsewhere(file.evidence?.repository, repository),
    environments: environments.map((own) => fillInEnvironment(file, own, { name, repository, allowances })),
    allowances,
  };
}

function fillInTraining({ path, parameters = {}, artifacts }: TrainingInFile): TrainingSettings {
  return { path: normalPath(path), parameters, artifacts: [...new Set(artifacts.map(normalPath))] };
}

type TrainingInFile = NonNullable<ConfigurationFile['train']>;
type Owned = { readonly repository: RepositoryName; readonly allowances: Allowances };
type Names = Owned & { readonly name: string };
type Metric = NonNullable<ConfigurationFile['metrics']>[string];

function fillInMetric(metric: string, given: Metric): MetricSettings {
  return { label: given.label ?? metric, unit: given.unit, better: given.better ?? 'higher' };
}

function fillInEnvironment(
  file: ConfigurationFile,
  own: EnvironmentInFile,
  names: Names,
): EnvironmentSettings {
  const templates = own.templates ?? file.templates;
  return {
    name: own.name,
    branch: own.branch ?? own.name,
    cluster: own.cluster,
    url: own.url,
    namespace: own.namespace ?? `${names.name}-${own.name}`,
    createNamespace: own.create_namespace ?? false,
    notebook: fillInNotebook(file, own, names.allowances),
    datasets: fillInDatasets({ ...file.datasets, ...own.datasets }),
    gates: mergeGates(file.gates ?? [], own.gates ?? []).map(fillInGate),
    serve: fillInServe(file.serve, own.serve),
    templates: templates === undefined ? undefined : normalPath(templates),
    reviewers: [...new Set((own.reviewers ?? []).map((name) => name.replace(/^@/, '')))],
    permissions: fillInPermissions(own.permissions),
    twoPeople: own.two_people ?? false,
    gitops: fillInGitOps({ ...file.gitops, ...own.gitops }, own.name, names),
    freeze: (own.freeze ?? []).map(({ cron, for: duration, because }) => ({
      ...{ cron, because, seconds: parseDuration(duration) ?? 0 },
    })),
  };
}

function fillInPermissions(given: EnvironmentInFile['permissions'] = {}): Granted {
  const granted = rights.flatMap((right) => {
    const grants = given[right]?.flatMap((written) => parseGrant(written) ?? []);
    return grants ? [[right, grants] as const] : [];
  });
  return Object.fromEntries(granted);
}

function fillInNotebook(
  file: ConfigurationFile,
  environment: EnvironmentInFile,
  { resources, ceilings }: Allowances,
): NotebookSettings {
  const base = writtenOut(file.notebook);
  const own = writtenOut(environment.notebook);
  const given = { ...base, ...own };
  return {
    program: programOf(own) ?? programOf(base) ?? { kind: 'notebook', path: '' },
    parameters: { ...base.parameters, ...own.parameters, ...environment.parameters },
    timeoutSeconds:
      parseDuration(given.timeout ?? '') ??
      Math.min(defaults.timeoutSeconds, ceilings.timeoutSeconds ?? Number.POSITIVE_INFINITY),
    cellTimeoutSeconds: given.cell_timeout === undefined ? undefined : parseDuration(given.cell_timeout),
    resources: fillInResources(resources, base.resources, own.resources),
    network: given.network ?? false,
    secrets: [...new Set(given.secrets)].sort(),
  };
}

/** One of the two, as the schema has it; an environment's own replaces the file's, whichever that is. */
function programOf({ path, command }: Notebook): TestProgram | undefined {
  if (command !== undefined) return { kind: 'command', command };
  return path === undefined ? undefined : { kind: 'notebook', path: normalPath(path) };
}

type Notebook = Exclude<EnvironmentInFile['notebook'], string | undefined>;

function writtenOut(notebook: EnvironmentInFile['notebook']): Notebook {
  return typeof notebook === 'string' ? { path: notebook } : (notebook ?? {});
}

type DatasetsInFile = NonNullable<ConfigurationFile['datasets']>;

function fillInDatasets(datasets: DatasetsInFile): Dataset[] {
  return Object.entries(datasets)
    .flatMap(([name, given]) => fillInDataset(name, given))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** One source, as the schema has it. */
function fillInDataset(name: string, { path, url, sha256, volume }: DatasetsInFile[string]): Dataset[] {
  if (path !== undefined) return [{ kind: 'path', name, path: normalPath(path) }];
  if (url !== undefined && sha256 !== undefined) return [{ kind: 'url', name, url, sha256 }];
  return volume === undefined ? [] : [{ kind: 'volume', name, volume }];
}

type GateInFile = NonNullable<ConfigurationFile['gates']>[number];

/** An environment's gates on a metric stand where the file's on it stood. */
function mergeGates(ofFile: readonly GateInFile[], own: readonly GateInFile[]): GateInFile[] {
  const metrics = [...new Set([...ofFile, ...own].map((gate) => gate.metric))];
  return metrics.flatMap((metric) => {
    const replacing = own.filter((gate) => gate.metric === metric);
    return replacing.length > 0 ? replacing : ofFile.filter((gate) => gate.metric === metric);
  });
}

function fillInGate(given: GateInFile): Gate {
  return {
    metric: given.metric,
    min: given.min,
    max: given.max,
    maxRegression: given.max_regression === undefined ? undefined : parseChange(given.max_regression),
    minChange: given.min_change === undefined ? undefined : parseChange(given.min_change),
    required: given.required ?? true,
    warnOnly: given.warn_only ?? false,
  };
}

type GitOpsInFile = NonNullable<ConfigurationFile['gitops']>;

function fillInGitOps(given: GitOpsInFile, environment: string, { name, repository }: Names) {
  const folder = (given.folder ?? defaults.gitopsFolder)
    .replaceAll('{environment}', environment)
    .replaceAll('{name}', name);
  return {
    repository: elsewhere(given.repository, repository),
    branch: given.branch,
    folder: normalPath(folder),
    write: given.write ?? ('push' as const),
  };
}

/** The model repository itself is what is meant where none is named. */
function elsewhere(given: string | undefined, { owner, name }: RepositoryName): string | undefined {
  return given?.toLowerCase() === `${owner}/${name}`.toLowerCase() ? undefined : given;
}

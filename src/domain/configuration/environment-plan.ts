import type { ApprovalRule } from '../approvals/approval.ts';
import type { DatasetChecks } from '../data-checks/data-check.ts';
import type { Dataset } from '../dataset.ts';
import type { Gate } from '../gates/gate.ts';
import type { Freeze } from '../holds/hold.ts';
import { positionIn, usualGrants } from '../permissions/rights.ts';
import type { Allowances } from '../policy/allowances.ts';
import { cpuCores, memoryBytes } from '../quantity.ts';
import type {
  Configuration,
  EnvironmentSettings,
  ImageSettings,
  Json,
  MetricSettings,
  ServeSettings,
  TestProgram,
  TrainingSettings,
} from './configuration.ts';
import { environmentsBefore } from './environment-order.ts';

/** What runs in an environment: read from the tree under test. */
export type WhatRuns = {
  readonly environment: string;
  readonly dockerfile: string;
  readonly context: string;
  readonly notebook: {
    readonly program: TestProgram;
    readonly parameters: Readonly<Record<string, Json>>;
    readonly timeoutSeconds: number;
    readonly cellTimeoutSeconds: number | undefined;
  };
  readonly datasets: readonly Dataset[];
  /** The same in every environment: it runs once, for the first one. */
  readonly training?: (TrainingSettings & TrainingPlace) | undefined;
  readonly serve: ServeSettings;
  readonly templates: string | undefined;
  /** Inside the model repository; undefined where manifests go to another one (then `WhatGuards.gitops` tells). */
  readonly gitopsFolder: string | undefined;
};

/** Where the model is trained: the first environment, with its datasets. */
type TrainingPlace = { readonly environment: string; readonly datasets: readonly Dataset[] };

/** What guards an environment: read from the head of its own branch, so that a pull request can't lower its own bar. */
export type WhatGuards = {
  readonly environment: string;
  readonly name: string;
  readonly imageRepository: ImageSettings['repository'];
  readonly branch: string;
  readonly namespace: string;
  readonly createNamespace: boolean;
  readonly resources: { readonly cpuCores: number; readonly memoryBytes: number };
  readonly network: boolean;
  readonly secrets: readonly string[];
  readonly gates: readonly Gate[];
  readonly metrics: Readonly<Record<string, MetricSettings>>;
  /** What must hold of the datasets that the tree under test declares. */
  readonly dataChecks: readonly DatasetChecks[];
  /** Environments that a release was deployed in before it comes here. */
  readonly before: readonly string[];
  /** Undefined where a pull request into it needs nobody's approval. */
  readonly approval: ApprovalRule | undefined;
  readonly gitops: EnvironmentSettings['gitops'];
  /** Where evidence is committed; undefined: the model repository itself. */
  readonly evidenceRepository: string | undefined;
  readonly timezone: string;
  /** When nothing is deployed there. */
  readonly freeze: readonly Freeze[];
  /** What the operator allows the repository. */
  readonly allowances: Allowances;
};

/**
 * Undefined when this configuration has no such environment. The two sides are read from different commits and may
 * disagree: an environment that only the tree under test knows is a first set-up, one that only the branch's head knows
 * was removed by the change; what follows is the caller's to say.
 */
export function whatRuns(configuration: Configuration, environment: string): WhatRuns | undefined {
  const settings = settingsOf(configuration, environment);
  if (settings === undefined) return undefined;
  const { program, parameters, timeoutSeconds, cellTimeoutSeconds } = settings.notebook;
  return {
    environment,
    dockerfile: configuration.image.dockerfile,
    context: configuration.image.context,
    notebook: { program, parameters, timeoutSeconds, cellTimeoutSeconds },
    datasets: settings.datasets,
    training: trainingOf(configuration),
    serve: settings.serve,
    templates: settings.templates,
    gitopsFolder: settings.gitops.repository === undefined ? settings.gitops.folder : undefined,
  };
}

function trainingOf({ training, environments: [first] }: Configuration): WhatRuns['training'] {
  return training && first && { ...training, environment: first.name, datasets: first.datasets };
}

/** Undefined when this configuration has no such environment; see `whatRuns`. */
export function whatGuards(configuration: Configuration, environment: string): WhatGuards | undefined {
  const settings = settingsOf(configuration, environment);
  if (settings === undefined) return undefined;
  const { branch, namespace, createNamespace, notebook, gates, gitops } = settings;
  return {
    environment,
    name: configuration.name,
    imageRepository: configuration.image.repository,
    branch,
    namespace,
    createNamespace,
    resources: {
      cpuCores: cpuCores(notebook.resources.cpu) ?? 0,
      memoryBytes: memoryBytes(notebook.resources.memory) ?? 0,
    },
    network: notebook.network,
    secrets: notebook.secrets,
    gates,
    metrics: configuration.metrics,
    dataChecks: configuration.dataChecks,
    before: environmentsBefore(configuration, environment) ?? [],
    approval: approvalOf(configuration, settings),
    gitops,
    evidenceRepository: configuration.evidenceRepository,
    timezone: configuration.timezone,
    freeze: settings.freeze,
    allowances: configuration.allowances,
  };
}

/** Either key asks for an approval; `two_people` alone by those who may promote there anyway. */
function approvalOf(
  { environments }: Configuration,
  { name, permissions, twoPeople }: EnvironmentSettings,
): ApprovalRule | undefined {
  if (!permissions.promote && !twoPeople) return undefined;
  const names = environments.map((each) => each.name);
  return { grants: permissions.promote ?? usualGrants(positionIn(names, name)), twoPeople };
}

function settingsOf(configuration: Configuration, name: string): EnvironmentSettings | undefined {
  return configuration.environments.find((environment) => environment.name === name);
}

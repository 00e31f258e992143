import type { DatasetChecks } from '../data-checks/data-check.ts';
import type { Dataset } from '../dataset.ts';
import type { Gate } from '../gates/gate.ts';
import type { Freeze } from '../holds/hold.ts';
import type { Granted } from '../permissions/rights.ts';
import type { Allowances } from '../policy/allowances.ts';
import type { Place } from '../yaml/yaml-places.ts';

export type RepositoryName = { readonly owner: string; readonly name: string };

/** A value that JSON can hold: what papermill can be given. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** `.tailrace.yml` with its short forms written out and every default filled in; environments have their own merged in. */
export type Configuration = {
  readonly name: string;
  readonly timezone: string;
  readonly image: ImageSettings;
  readonly training: TrainingSettings | undefined;
  readonly metrics: Readonly<Record<string, MetricSettings>>;
  /** Whether commands are read without `/tailrace`, too. */
  readonly shortCommands: boolean;
  /** By dataset, sorted. */
  readonly dataChecks: readonly DatasetChecks[];
  /** Where evidence is committed; undefined: the model repository itself. */
  readonly evidenceRepository: string | undefined;
  /** In the order of promotion; at least one. */
  readonly environments: readonly EnvironmentSettings[];
  /** What the operator allows the repository. */
  readonly allowances: Allowances;
  /** Where the keys that the operator's policy judges stand in the file; of those that are there. */
  readonly places: Readonly<Record<string, Place>>;
};

export type ImageSettings = {
  /** Without tag and digest. */
  readonly repository: string;
  /** From the root of the repository, as `context` is. */
  readonly dockerfile: string;
  readonly context: string;
};

/** A notebook that runs in the built image; the files that it makes become the image's last layer. */
export type TrainingSettings = {
  readonly path: string;
  readonly parameters: Readonly<Record<string, Json>>;
  /** Below WORKDIR. */
  readonly artifacts: readonly string[];
};

export type MetricSettings = {
  readonly label: string;
  readonly unit: string | undefined;
  readonly better: 'higher' | 'lower';
};

export type EnvironmentSettings = {
  readonly name: string;
  readonly branch: string;
  /** A name of the operator's policy. */
  readonly cluster: string | undefined;
  /** Where people reach the model. */
  readonly url: string | undefined;
  readonly namespace: string;
  readonly createNamespace: boolean;
  readonly notebook: NotebookSettings;
  /** By name, sorted. */
  readonly datasets: readonly Dataset[];
  readonly gates: readonly Gate[];
  readonly serve: ServeSettings;
  /** A folder, or undefined for the default manifests. */
  readonly templates: string | undefined;
  readonly gitops: GitOpsSettings;
  /** Whether what is brought there needs one who approves and another who merges. */
  readonly twoPeople: boolean;
  /** Asked to review a promotion into it: people, and teams as `organization/team`. */
  readonly reviewers: readonly string[];
  readonly permissions: Granted;
  /** When nothing is deployed there. */
  readonly freeze: readonly Freeze[];
};

/** What tests the model: a notebook of the repository, or the words of a command in the image. */
export type TestProgram =
  | { readonly kind: 'notebook'; readonly path: string }
  | { readonly kind: 'command'; readonly command: readonly string[] };

export type NotebookSettings = {
  readonly program: TestProgram;
  readonly parameters: Readonly<Record<string, Json>>;
  readonly timeoutSeconds: number;
  readonly cellTimeoutSeconds: number | undefined;
  readonly resources: Resources;
  readonly network: boolean;
  /** Names of environment variables that the operator holds. */
  readonly secrets: readonly string[];
};

/** Kubernetes quantities, as written; `cpuCores` and `memoryBytes` read them. */
export type Resources = { readonly cpu: string; readonly memory: string };

export type ServeSettings =
  /** `serve: false`. */
  | { readonly kind: 'nothing' }
  /** No `serve` in the file: served with defaults if the image exposes a port. `stated`: the file has a `serve`. */
  | ({ readonly kind: 'serve'; readonly stated: boolean; readonly port: number | undefined } & ServeDetails);

export type ServeDetails = {
  readonly health: string;
  readonly metrics: string | undefined;
  readonly replicas: Replicas;
  readonly resources: Resources;
  readonly env: Readonly<Record<string, string>>;
  readonly secretEnv: Readonly<Record<string, SecretKey>>;
  readonly pullSecrets: readonly string[];
};

/** `min` equal to `max` means no autoscaler; `cpu` in per cent of the request. */
export type Replicas = { readonly min: number; readonly max: number; readonly cpu: number };

export type SecretKey = { readonly secret: string; readonly key: string };

export type GitOpsSettings = {
  /** undefined: the model repository itself. */
  readonly repository: string | undefined;
  /** undefined: the environment's branch. */
  readonly branch: string | undefined;
  /** Placeholders replaced. */
  readonly folder: string;
  readonly write: 'push' | 'pull_request';
};

import type { Readable } from 'node:stream';
import type { Artifact, ArtifactObstacle } from '../domain/artifacts.ts';
import type { BuildObstacle } from '../domain/build/build-obstacle.ts';
import type { LeftNotebook } from '../domain/evidence/left-notebook.ts';
import type { PapermillProblem } from '../domain/papermill-problem.ts';
import type { Versions } from '../domain/test-result.ts';

/** What the Engine says of an image on it. */
export interface LocalImage {
  /** The image's id (`sha256:…`, of its configuration; not the registry's digest). */
  readonly id: string;
  readonly exposedPorts: readonly number[];
  readonly workdir: string;
}

export interface BuildRequest {
  readonly runId: string;
  /** An uncompressed tar of the build context; opened when the build starts. */
  context(): Readable;
  /** Path of the Dockerfile inside the context. */
  readonly dockerfile: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Keeps the cache mounts of repositories (and of trust) apart. */
  readonly cacheNamespace: string;
  /** Every instruction is carried out, whatever the Engine's build cache has. */
  readonly fresh?: boolean | undefined;
  readonly signal: AbortSignal;
  /** Called with each line of the readable build log. */
  onLine(line: string): void;
}

export interface ImageBuilder {
  /** Builds the image. Throws {@link BuildFailed} where the Dockerfile is at fault. */
  build(request: BuildRequest): Promise<LocalImage>;
}

/** The build ended with an error of the Dockerfile's own; `message` is the builder's. */
export class BuildFailed extends Error {
  override readonly name = 'BuildFailed';
  readonly obstacle: BuildObstacle;

  constructor(message: string, obstacle: BuildObstacle) {
    super(message);
    this.obstacle = obstacle;
  }
}

/** Images between the Engine and the registry. References are `host/path`, digests `sha256:…`. */
export interface ImageTransfer {
  /**
   * Pushes a local image under a tag and gives the manifest's digest, read back from the registry. A tag that is there with this
   * image is success; with another it throws {@link TagTaken}.
   */
  push(localId: string, repository: string, tag: string, signal: AbortSignal): Promise<string>;
  /** Makes sure that the image lies on the Engine, by pulling its digest where it does not. */
  ensureLocal(repository: string, digest: string, signal: AbortSignal): Promise<LocalImage>;
}

/** A registry's API (OCI distribution). */
export interface ImageRegistry {
  /** The digest behind a tag, or undefined where the tag is not there. */
  digestOf(repository: string, tag: string): Promise<string | undefined>;
  /**
   * Adds a tag to a digest, without pulling. A tag that is there with the same digest is success; with another it throws
   * {@link TagTaken}: tags are added, never moved.
   */
  addTag(repository: string, digest: string, tag: string): Promise<void>;
}

/** Takes images out of a registry. Nothing that is gone already is an error. */
export interface RegistryRetention {
  /** Every tag of a repository with its digest. */
  tags(repository: string): Promise<ReadonlyMap<string, string>>;
  /** Takes a tag away and leaves the image. False where the registry can't: many take away whole images only. */
  removeTag(repository: string, tag: string): Promise<boolean>;
  /** Takes an image away with all its tags. False where the registry does not let us. */
  removeImage(repository: string, digest: string): Promise<boolean>;
}

export class TagTaken extends Error {
  override readonly name = 'TagTaken';
}

/** What a run reads. `path` is where it lies in the container: below the image's WORKDIR where it is relative. */
export type DatasetForRun = {
  readonly name: string;
  readonly path: string;
} /** `link` is a second place that leads to it. */ & (
  | { readonly kind: 'file'; readonly bytes: number; content(): Readable; readonly link?: string | undefined }
  /** `tar` gives the folder's content, paths from the folder. */
  | { readonly kind: 'folder'; tar(): Readable }
  /** `volume` is the Engine's name for it. It is never written. */
  | { readonly kind: 'volume'; readonly volume: string }
);

/** What is run: a notebook with papermill, or a command of the image's in place of its ENTRYPOINT. */
export type ProgramForRun =
  | { readonly kind: 'notebook'; readonly content: Buffer }
  | { readonly kind: 'command'; readonly command: readonly string[] };

export interface NotebookRequest {
  readonly runId: string;
  /** An image on the Engine. */
  readonly image: LocalImage;
  readonly program: ProgramForRun;
  /** JSON, given as a file. */
  readonly parameters: string;
  readonly datasets: readonly DatasetForRun[];
  readonly timeoutSeconds: number;
  readonly cellTimeoutSeconds?: number | undefined;
  readonly cpus: number;
  readonly memoryBytes: number;
  readonly network: boolean;
  /** Environment variables, by name. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Files below WORKDIR that are to become the last layer of the image, where the run ends well. The image must be the run's own build. */
  readonly artifacts?: readonly string[] | undefined;
  readonly signal: AbortSignal;
  /** Called when papermill has finished `done` of `total` cells. */
  onProgress(progress: { readonly done: number; readonly total: number }): void;
}

/** A shell command of a cell that failed, which does not fail the notebook. */
export interface FailedCommand {
  /** The execution count of its cell. */
  readonly count: number;
  readonly code: number;
}

/** What came out of the container. Texts are capped; `truncated` names what was cut. */
export interface NotebookOutcome {
  readonly exitCode: number;
  readonly outOfMemory: boolean;
  readonly timedOut: boolean;
  /** The most memory that was seen, by a look each second. */
  readonly peakBytes?: number | undefined;
  /** The executed notebook's text, where there is one: without its largest outputs where more is there than is kept of a run. */
  readonly notebook?: string | undefined;
  /** What was read of it as it was. */
  readonly left?: LeftNotebook | undefined;
  /** `metrics.json` of the WORKDIR, where the run wrote one. */
  readonly metrics?: string | undefined;
  readonly log: string;
  readonly versions: Versions;
  /** Whether papermill was added in a derived image. */
  readonly derived: boolean;
  readonly truncated: readonly string[];
  readonly failedCommands: readonly FailedCommand[];
  /** Where artifacts were asked for and the exit code was 0. */
  readonly layered?: Layered | undefined;
}

/** The image with its artifacts on top, which keeps a tag of its run until it is pushed; or why there is none. */
export type Layered =
  | { readonly kind: 'image'; readonly image: LocalImage; readonly artifacts: readonly Artifact[] }
  | { readonly kind: 'obstacle'; readonly obstacle: ArtifactObstacle };

export interface NotebookRunner {
  /**
   * Runs the notebook with papermill (or the command) in a container of its own, which is gone when this ends. A container that an earlier,
   * cut-off call for the same run left behind is removed first. Throws {@link PapermillMissing} where the image has no
   * papermill and it can't be added.
   */
  run(request: NotebookRequest): Promise<NotebookOutcome>;
}

export class PapermillMissing extends Error {
  override readonly name = 'PapermillMissing';
  readonly problem: PapermillProblem;

  constructor(problem: PapermillProblem) {
    super(`papermill can't be run in the image: ${problem.obstacle.kind}`);
    this.problem = problem;
  }
}

/** Removes what runs that are over left on the Engine. */
export interface EngineCleanup {
  /**
   * Removes containers and images that runs left, and derived images that nothing uses. `ended` says which of the runs that
   * are found are over: several installations may use one Engine, and each cleans up after its own.
   */
  removeLeftovers(ended: (runs: readonly string[]) => Promise<ReadonlySet<string>>): Promise<void>;
}

/** The images of source trees that lie on the Engine under a registry's name: pushed from there, or pulled. */
export interface EngineImages {
  /** Their digests. */
  digests(): Promise<readonly string[]>;
  /** Takes away the names that we gave to a digest, and with its last name the image. One that a container uses stays. */
  remove(repository: string, digest: string): Promise<void>;
}

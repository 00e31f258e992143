import type { ZodType } from 'zod';
import type { RepositoryRef } from '../domain/repository-ref.ts';

/** What a run is about, once the pipeline knows. */
export interface RunSubject {
  readonly repository: RepositoryRef;
  readonly environment: string;
  readonly pullRequest?: number;
  /** A merge queue's commit of this pull request is tested, not its own head. */
  readonly mergeGroup?: boolean;
  readonly head: string;
}

/** One execution of a pipeline. Its steps are stored; after a crash the same run goes on where it was. */
export interface Run {
  readonly id: string;
  /** Aborts when the run is superseded or the process is told to stop. */
  readonly signal: AbortSignal;
  /**
   * Runs a step, or gives its stored output if it finished before. `action` is idempotent: it may have been cut off halfway
   * before. Throws {@link RunEnded} without running anything where the run is not ours any more.
   */
  step<T>(name: string, output: ZodType<T>, action: () => Promise<T>): Promise<T>;
  /** What a step of this run gave, where it has finished; else undefined. For what a later step makes unnecessary to run again. */
  outputOf<T>(name: string, output: ZodType<T>): Promise<T | undefined>;
  /** Records what the run is about and gives its attempt: 1 for the first run of this subject, then 2, … The same run keeps its number. */
  describe(subject: RunSubject): Promise<number>;
  /** From here on nothing supersedes the run. Throws {@link RunEnded} where something already has. */
  beginWriting(): Promise<void>;
}

/** Thrown inside a run that was superseded or taken over: stop quietly, clean up, write nothing. */
export class RunEnded extends Error {
  override readonly name = 'RunEnded';
}

/** Questions about earlier runs. */
export interface RunHistory {
  /**
   * Whether the newest other run for this pull request (without one: for this environment) is about this environment and head, and came
   * to its end (whatever its verdict) or is under way. A head or an environment that comes back after another one is not handled.
   */
  isHandled(subject: RunSubject, except: string): Promise<boolean>;
  /** Other heads for this environment and pull request whose runs were superseded since one last came to its end. */
  cutOff(subject: RunSubject): Promise<readonly string[]>;
  /** The environments that a pull request was tested for, with its heads there; its merge groups do not count. */
  environmentsOf(
    repository: RepositoryRef,
    pullRequest: number,
  ): Promise<readonly { readonly environment: string; readonly heads: readonly string[] }[]>;
  /** Whether the test of a pull request is under way, or waits for its next try; that of a merge group does not count. */
  isUnderWay(repository: RepositoryRef, pullRequest: number): Promise<boolean>;
  /** How many runs are under way now, in all processes. */
  active(): Promise<number>;
}

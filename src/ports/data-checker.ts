import type { AskedCheck } from '../domain/data-checks/asked-checks.ts';
import type { DataOutcome } from '../domain/data-checks/data-found.ts';
import type { RepositoryRef } from '../domain/repository-ref.ts';
import type { DatasetForRun } from './images.ts';

export interface DataCheckRequest {
  readonly runId: string;
  /** `path` may say by its ending how the data is written. */
  readonly dataset: DatasetForRun;
  readonly checks: readonly AskedCheck[];
  readonly cpus: number;
  readonly memoryBytes: number;
  readonly timeoutSeconds: number;
  readonly signal: AbortSignal;
}

/** Checks datasets where they are, and profiles them. */
export interface DataChecker {
  /** Changes with whatever could make it find something else. */
  readonly version: string;
  /** Throws {@link CheckerMissing} where the Engine can't be given a checker. */
  check(request: DataCheckRequest): Promise<DataOutcome>;
}

/** The image that checks data could not be made; the message is the builder's. */
export class CheckerMissing extends Error {
  override readonly name = 'CheckerMissing';
  /** The image that it was to be made from. */
  readonly base: string;

  constructor(base: string, message: string) {
    super(message);
    this.base = base;
  }
}

/** What was found in datasets, by what was asked (`checkKey`). Never changed once recorded. */
export interface DataFindings {
  find(repository: RepositoryRef, key: string): Promise<DataOutcome | undefined>;
  save(repository: RepositoryRef, key: string, outcome: DataOutcome): Promise<void>;
}

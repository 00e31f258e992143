import type { WhatGuards, WhatRuns } from '../../domain/configuration/environment-plan.ts';
import type { RepositoryRef } from '../../domain/repository-ref.ts';
import type { Run } from '../../ports/run.ts';
import type { KnownDataset, ReadyDataset } from './datasets.ts';
import type { TreeParts } from './look-at-tree.ts';

/** What is tested, and for what. */
export interface TestSubject {
  readonly repository: RepositoryRef;
  readonly environment: string;
  readonly sourceTree: string;
  readonly parts: TreeParts;
  readonly runs: WhatRuns;
  readonly guards: WhatGuards;
  /** Where the files go in the branch of runs. */
  readonly folder: string;
  /** Run it even where there is a result for the same inputs. */
  readonly again: boolean;
  /** Where its image is built, that is done without the build cache. */
  readonly fresh?: boolean | undefined;
  /** Its code comes from a fork: nothing that its run makes is kept for another one. */
  readonly fork: boolean;
  /** Somebody only wants to see what comes out: what it makes is not kept for others, either. */
  readonly experiment?: boolean | undefined;
}

export interface Progress {
  phase(text: string): Promise<void>;
  /** papermill has finished `done` of `total` cells. */
  cells(done: number, total: number): void;
  /** Resolves when nothing is being shown any more, so that what is shown next stays. */
  settle(): Promise<void>;
}

/** The data of a training, and the fingerprint over it. */
export interface KnownTraining {
  readonly datasets: readonly KnownDataset[];
  readonly fingerprint: string;
}

/** One test: what is tested by which run, and the data that it is to read. */
export interface Test {
  readonly run: Run;
  /** What its result is stored under. */
  readonly resultId: string;
  readonly subject: TestSubject;
  readonly datasets: readonly KnownDataset[];
  /** Where the image's model is trained, and the image is not known otherwise. */
  readonly training?: KnownTraining | undefined;
  readonly progress: Progress;
}

/** A test whose data is here. */
export interface ReadyTest extends Test {
  readonly ready: readonly ReadyDataset[];
}

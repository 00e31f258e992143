import type { AuditEntry } from '../domain/audit.ts';
import type { Override } from '../domain/gates/override.ts';
import type { Held, Hold } from '../domain/holds/hold.ts';
import type { Withdrawal } from '../domain/holds/withdrawal.ts';
import type { Overwrite } from '../domain/promotion/overwrite.ts';
import type { Proposal } from '../domain/proposal.ts';
import type { Deployment, PromotionRecord, PullRequestRecord, Release, Station } from '../domain/release.ts';
import type { RepositoryRef } from '../domain/repository-ref.ts';
import type { KnownImage, PlacedDeployment } from '../domain/retention.ts';
import type { Rollout } from '../domain/rollout/rollout.ts';
import type { ApprovedRun } from '../domain/runs/approved-run.ts';
import type { RecordedImage, TestResult } from '../domain/test-result.ts';

/** Images that we built, by {@link imageKey}: source tree, and what their model was trained on. The first recorded digest is the image; it is never changed. */
export interface ImageRecords {
  /** Asking for an image counts as using it. One that is being removed from its registry is not given. */
  find(repository: RepositoryRef, imageKey: string): Promise<RecordedImage | undefined>;
  /** Counts the images of a source tree as used, whatever their models were trained on. */
  touch(repository: RepositoryRef, sourceTree: string): Promise<void>;
  /** Whether an image of this source tree is being removed from its registry. */
  isLeaving(repository: RepositoryRef, imageKey: string): Promise<boolean>;
  /** Records the image unless one is recorded already; gives the one that is recorded then. */
  record(repository: RepositoryRef, imageKey: string, image: RecordedImage): Promise<RecordedImage>;
}

/** What the clean-up asks and tells of recorded images. */
export interface ImageRetention {
  /** The newest `limit` deployments of every environment of every repository, newest first. */
  newestDeployments(limit: number): Promise<readonly PlacedDeployment[]>;
  /** The images with these digests. */
  withDigests(digests: readonly string[]): Promise<readonly KnownImage[]>;
  /** All images whose registry was not cleaned up yet. */
  unsettled(): Promise<readonly KnownImage[]>;
  /** From here on nobody is given the image, unless it was used after `since`: then false. */
  beginRemoval(image: KnownImage, since: Date): Promise<boolean>;
  /** Whoever asks is given the image again. `settled`: there is nothing of it left to remove. */
  endRemoval(image: KnownImage, settled: boolean): Promise<void>;
  /** The image is gone from its registry: its source tree is built anew when it is wanted. */
  forget(image: KnownImage): Promise<void>;
}

export interface TestResults {
  get(repository: RepositoryRef, id: string): Promise<TestResult | undefined>;
  /** The newest result without a failure for the same environment and inputs. */
  findPassed(repository: RepositoryRef, environment: string, inputs: string): Promise<TestResult | undefined>;
  /** Stores a result; storing the same id again changes nothing. */
  save(repository: RepositoryRef, result: TestResult): Promise<void>;
}

export interface Releases {
  get(repository: RepositoryRef, commit: string): Promise<Release | undefined>;
  /** The newest release with this source tree that can run in this environment: a hotfix of another one can't. */
  findBySourceTree(
    repository: RepositoryRef,
    sourceTree: string,
    environment: string,
  ): Promise<Release | undefined>;
  /** Stores a release; storing the same commit again changes nothing. */
  save(repository: RepositoryRef, release: Release): Promise<void>;
}

export interface Deployments {
  /** What the environment runs now: the newest deployment, if there is one. */
  current(repository: RepositoryRef, environment: string): Promise<Deployment | undefined>;
  /** The newest `limit` deployments, newest first. */
  list(repository: RepositoryRef, environment: string, limit: number): Promise<readonly Deployment[]>;
  /** What the environment's branch brought, newest first: those that a hold keeps from being deployed too, rollbacks not. */
  brought(repository: RepositoryRef, environment: string, limit: number): Promise<readonly Deployment[]>;
  /** Stores a deployment; the newest again (its head, release and way), and the same (environment, head, run) again, change nothing. */
  save(repository: RepositoryRef, deployment: Deployment): Promise<void>;
}

export interface PullRequestRecords {
  /** Keyed by head and environment, since the record of a promotion is made before its pull request has a number. */
  find(repository: RepositoryRef, environment: string, head: string): Promise<PullRequestRecord | undefined>;
  /** Stores the record of (environment, head). Of one that is there, what this one does not say stays: several write their own part. */
  save(repository: RepositoryRef, record: PullRequestRecord): Promise<void>;
}

export interface Promotions {
  find(repository: RepositoryRef, environment: string): Promise<PromotionRecord | undefined>;
  /** Stores or replaces what is remembered of the promotions into an environment. */
  save(repository: RepositoryRef, record: PromotionRecord): Promise<void>;
}

export interface PullRequestOf {
  readonly repository: RepositoryRef;
  readonly number: number;
}

/** When the pull requests that were tested were first seen to be closed: some time later, what is kept of their runs goes. */
export interface ClosedPullRequests {
  /**
   * Notes which of the tested pull requests are closed, `open` being those that are not. Gives those whose runs are kept, and of them as
   * `due` those that were closed before `since`.
   */
  see(
    repository: RepositoryRef,
    seen: { readonly open: readonly number[]; readonly now: Date; readonly since: Date },
  ): Promise<{ readonly due: readonly number[]; readonly kept: readonly number[] }>;
  /** The other repositories that files of this one's runs were committed to. */
  homes(repository: RepositoryRef): Promise<readonly RepositoryRef[]>;
  /** The pull requests of repositories other than `repository` whose runs are kept in `home`: all that may have files there. */
  sharing(home: RepositoryRef, repository: RepositoryRef): Promise<readonly PullRequestOf[]>;
  /** What was kept of their runs is gone. */
  forgetRuns(repository: RepositoryRef, numbers: readonly number[]): Promise<void>;
}

export interface Proposals {
  /** The one of a release in an environment, whatever became of it. */
  find(repository: RepositoryRef, environment: string, release: string): Promise<Proposal | undefined>;
  /** Those of an environment's branch that are open or declined, the oldest first. */
  ofBranch(repository: RepositoryRef, branch: string): Promise<readonly Proposal[]>;
  /** Those of every repository whose manifests go to this branch, open or declined. */
  into(repository: RepositoryRef, branch: string): Promise<readonly ProposalOf[]>;
  /** Every repository's that are open or declined. */
  list(): Promise<readonly ProposalOf[]>;
  /** Stores or replaces the proposal of (environment, release). */
  save(repository: RepositoryRef, proposal: Proposal): Promise<void>;
}

/** A proposal, and the model repository that it is for. */
export interface ProposalOf {
  readonly repository: RepositoryRef;
  readonly proposal: Proposal;
}

/** The branches that were seen to be environments, and what follows each: what a promotion and the reconciler go by. */
export interface Roads {
  /** Every repository's stations. */
  list(): Promise<readonly { readonly repository: RepositoryRef; readonly station: Station }[]>;
  /** What the head of this branch said when it could last be read; undefined for a branch that never was an environment. */
  at(repository: RepositoryRef, branch: string): Promise<Station | undefined>;
  /** The stations of this repository whose next branch is `branch`. */
  into(repository: RepositoryRef, branch: string): Promise<readonly Station[]>;
  /** Stores or replaces what the head of `station.branch` says. */
  remember(repository: RepositoryRef, station: Station): Promise<void>;
}

/** The gates that people let heads pass. Never changed once made. */
export interface Overrides {
  find(repository: RepositoryRef, id: string): Promise<Override | undefined>;
  /** Those of one head in one environment, oldest first. */
  list(repository: RepositoryRef, environment: string, head: string): Promise<readonly Override[]>;
  /** Stores an override; the same id again changes nothing. */
  save(repository: RepositoryRef, override: Override): Promise<void>;
}

/** The commits of forks that people let run. */
export interface ApprovedRuns {
  find(repository: RepositoryRef, pullRequest: number, head: string): Promise<ApprovedRun | undefined>;
  /** Stores that a head may run; the first who said so stays. */
  save(repository: RepositoryRef, approved: ApprovedRun): Promise<void>;
}

/** Every command that people wrote, allowed or not. It only grows. */
export interface Audit {
  has(repository: RepositoryRef, id: string): Promise<boolean>;
  /** Adds an entry; the same id again changes nothing. */
  append(repository: RepositoryRef, entry: AuditEntry): Promise<void>;
}

/** How far the newest deployment of each environment is in its cluster. */
export interface Rollouts {
  find(repository: RepositoryRef, environment: string): Promise<Rollout | undefined>;
  /** Every repository's that are not over. */
  open(): Promise<readonly RolloutOf[]>;
  /** Stores or replaces what is remembered of an environment's. */
  save(repository: RepositoryRef, rollout: Rollout): Promise<void>;
}

/** A rollout, and the model repository that it is for. */
export interface RolloutOf {
  readonly repository: RepositoryRef;
  readonly rollout: Rollout;
}

/** What people allowed promotions to go over. Never changed once made. */
export interface Overwrites {
  find(repository: RepositoryRef, id: string): Promise<Overwrite | undefined>;
  /** The newest ones for an environment, newest first. */
  list(repository: RepositoryRef, environment: string): Promise<readonly Overwrite[]>;
  /** Stores an overwrite; the same id again changes nothing. */
  save(repository: RepositoryRef, overwrite: Overwrite): Promise<void>;
}

/** Freezes of environments by people. One past its end still stands here until it is ended. */
export interface Holds {
  find(repository: RepositoryRef, id: string): Promise<Hold | undefined>;
  /** Those of an environment that were not ended, oldest first. */
  open(repository: RepositoryRef, environment: string): Promise<readonly Hold[]>;
  /** Every repository's whose time has come at `now`, and that were not ended. */
  due(now: Date): Promise<readonly { readonly repository: RepositoryRef; readonly hold: Hold }[]>;
  /** Stores a hold; the same id again changes nothing. */
  save(repository: RepositoryRef, hold: Hold): Promise<void>;
  /** Ends these holds; those that were ended stay as they are. */
  end(repository: RepositoryRef, ids: readonly string[], now: Date): Promise<void>;
  /** What held the environment when that was last looked at and acted on; undefined: nothing ever did. */
  seen(repository: RepositoryRef, environment: string): Promise<Held | undefined>;
  see(repository: RepositoryRef, environment: string, held: Held | undefined): Promise<void>;
}

/** Releases that were taken out of an environment. */
export interface Withdrawals {
  list(repository: RepositoryRef, environment: string): Promise<readonly Withdrawal[]>;
  /** Stores a withdrawal; of the same release again the first stays. */
  save(repository: RepositoryRef, withdrawal: Withdrawal): Promise<void>;
  /** The release is wanted there again. */
  remove(repository: RepositoryRef, environment: string, release: string): Promise<void>;
}

import type { ApprovalRule } from './approvals/approval.ts';
import type { KeptFiles } from './evidence/kept-files.ts';
import type { WrittenManifests } from './gitops-location.ts';
import type { Freeze } from './holds/hold.ts';
import type { ContainedHotfix } from './promotion/hotfix.ts';
import type { Obstacle } from './promotion/obstacles.ts';
import type { Pin } from './promotion/pin.ts';
import type { RecordedImage } from './test-result.ts';

/** What is promoted. `commit` names it: there its source tree first came onto an environment branch. Never changed once made. */
export interface Release {
  readonly commit: string;
  readonly sourceTree: string;
  readonly image: RecordedImage;
  /** The only environment that it is a release of: it came onto that branch by no promotion, and is not promoted. */
  readonly hotfixOf?: string | undefined;
}

/** A release put into an environment by a person at a time. */
export interface Deployment {
  readonly environment: string;
  readonly release: Release;
  /** The branch's head that brought it. */
  readonly head: string;
  /** Undefined where nothing is served. */
  readonly manifests?: WrittenManifests | undefined;
  readonly evidence: KeptFiles;
  readonly testResult: string;
  /** The run that brought it: another one may bring the same head again, after something else. */
  readonly run?: string | undefined;
  readonly by: string;
  readonly pullRequest?: number | undefined;
  /** ISO 8601, UTC. */
  readonly at: string;
  /**
   * `withheld`: its branch has it, and it was not deployed, since the environment was held. `rollback`: a person put it back, and `head` is
   * where its branch stood then. Undefined: its branch brought it.
   */
  readonly came?: 'withheld' | 'rollback' | undefined;
}

/** What we know of a pull request's head: the source tree that its merge gives, and the release that it carries if it is a promotion. */
export interface PullRequestRecord {
  readonly head: string;
  readonly environment: string;
  readonly sourceTree: string;
  readonly release?: string | undefined;
  readonly testResult?: string | undefined;
  /** What is in the way of a promotion. */
  readonly obstacles?: readonly Obstacle[] | undefined;
  /** The fingerprint of those obstacles that its check shows. */
  readonly shown?: string | undefined;
  /** The gates and data checks that its check shows as failed. */
  readonly missed?: readonly string[] | undefined;
  /** The approval that its check wants, or wanted. */
  readonly approval?: ApprovalRule | undefined;
  /** What it brings back to the first environment, where it is a back-port: the change that made this source tree there. */
  readonly backPort?: { readonly environment: string; readonly sourceTree: string } | undefined;
}

/** What is remembered of the promotions into an environment, whatever the pull request. */
export interface PromotionRecord {
  readonly environment: string;
  /** The newest hotfix that the environment before has. */
  readonly contained?: ContainedHotfix | undefined;
  readonly pin?: Pin | undefined;
  /** The release that somebody named for the next promotion, in place of the newest: until it is there, or declined. */
  readonly chosen?: { readonly release: string; readonly by: string } | undefined;
  /** Who was asked to review which pull request, and whom of them the forge does not know there. */
  readonly reviewers?:
    | { readonly pullRequest: number; readonly asked: readonly string[]; readonly unknown: readonly string[] }
    | undefined;
}

/** What the head of an environment's branch says about its place on the road. */
export interface Station {
  readonly branch: string;
  readonly environment: string;
  readonly nextBranch?: string | undefined;
  /** When nothing is deployed there, and where on earth that is meant. */
  readonly freeze?: readonly Freeze[] | undefined;
  readonly timezone?: string | undefined;
}

import type { WrittenManifests } from './gitops-location.ts';
import type { RecordedImage } from './test-result.ts';

/** What is promoted. `commit` names it: there its source tree first came onto an environment branch. Never changed once made. */
export interface Release {
  readonly commit: string;
  readonly sourceTree: string;
  readonly image: RecordedImage;
}

/** A release put into an environment by a person at a time. */
export interface Deployment {
  readonly environment: string;
  readonly release: Release;
  /** The branch's head that brought it. */
  readonly head: string;
  /** Undefined where nothing is served. */
  readonly manifests?: WrittenManifests | undefined;
  readonly evidence: { readonly commit: string; readonly path: string };
  readonly testResult: string;
  readonly by: string;
  readonly pullRequest?: number | undefined;
  /** ISO 8601, UTC. */
  readonly at: string;
}

/** What we know of a pull request's head: the source tree that its merge gives, and the release that it carries if it is a promotion. */
export interface PullRequestRecord {
  readonly head: string;
  readonly environment: string;
  readonly sourceTree: string;
  readonly release?: string | undefined;
  readonly testResult?: string | undefined;
}

/** What the head of an environment's branch says about its place on the road. */
export interface Station {
  readonly branch: string;
  readonly environment: string;
  readonly nextBranch?: string | undefined;
}

import type { RepositoryRef } from './repository-ref.ts';

/** What a forge told us, with nothing of its wire format left. Each adapter translates to this union, or to nothing. */
export type ForgeEvent = PullRequestEvent | PushEvent | RerunEvent;

/** A pull request got something to test: it was opened, reopened, made ready, or its head or base changed. */
export interface PullRequestEvent {
  readonly kind: 'pull-request';
  readonly repository: RepositoryRef;
  readonly number: number;
  readonly head: string;
  readonly base: string;
}

/** A branch has a new head. Deleted branches and tags are not events. */
export interface PushEvent {
  readonly kind: 'push';
  readonly repository: RepositoryRef;
  readonly branch: string;
  readonly head: string;
}

/** A person asked to run the check of a head again. */
export interface RerunEvent {
  readonly kind: 'rerun';
  readonly repository: RepositoryRef;
  readonly pullRequest: number;
  readonly head: string;
  readonly base: string;
}

import type { Place } from './commands/place.ts';
import type { RepositoryRef } from './repository-ref.ts';

/** What a forge told us, with nothing of its wire format left. Each adapter translates to this union, or to nothing. */
export type ForgeEvent =
  | PullRequestEvent
  | PushEvent
  | BranchDeletedEvent
  | RerunEvent
  | RerunCommitEvent
  | MergeGroupEvent
  | CommentEvent
  | ReviewEvent
  | DecisionEvent;

/** A pull request got something to test: it was opened, reopened, made ready, or its head or base changed. */
export interface PullRequestEvent {
  readonly kind: 'pull-request';
  readonly repository: RepositoryRef;
  readonly number: number;
  readonly head: string;
  readonly base: string;
  /** The base that it had until now, where that is what changed. */
  readonly from?: string;
}

/** A branch has a new head. Tags are not events. */
export interface PushEvent {
  readonly kind: 'push';
  readonly repository: RepositoryRef;
  readonly branch: string;
  readonly head: string;
  /** There was no branch of this name. */
  readonly created?: true;
}

export interface BranchDeletedEvent {
  readonly kind: 'branch-deleted';
  readonly repository: RepositoryRef;
  readonly branch: string;
}

/** A person asked to run the check of a pull request's head again. */
export interface RerunEvent {
  readonly kind: 'rerun';
  readonly repository: RepositoryRef;
  readonly pullRequest: number;
  readonly head: string;
  readonly base: string;
}

/** A person asked to run the check of a commit again, of which the forge names no pull request. */
export interface RerunCommitEvent {
  readonly kind: 'rerun-commit';
  readonly repository: RepositoryRef;
  readonly head: string;
  /** The environment that the check is of; undefined: all checks of the commit. */
  readonly environment: string | undefined;
}

/** A merge queue wants the check on a commit of its own, or does not want it any more (`ended`). */
export interface MergeGroupEvent {
  readonly kind: 'merge-group';
  readonly repository: RepositoryRef;
  /** The last pull request of the group: the others were asked for before it. */
  readonly number: number;
  readonly head: string;
  /** The queue's own branch, which holds the commit. */
  readonly branch: string;
  readonly base: string;
  readonly ended: boolean;
}

/** Somebody wrote or changed a comment on a pull request, an issue or a commit. Our own app's comments are not events. */
export interface CommentEvent {
  readonly kind: 'comment';
  /** Names this telling: another one with the same id is the same. */
  readonly id: string;
  readonly repository: RepositoryRef;
  readonly place: Place;
  readonly comment: number;
  /** Who wrote it, or changed it. */
  readonly by: string;
  readonly text: string;
  /** What it was before it was changed. */
  readonly before?: string | undefined;
}

/** Somebody reviewed a pull request, or a review of it was dismissed. */
export interface ReviewEvent {
  readonly kind: 'review';
  readonly repository: RepositoryRef;
  readonly number: number;
  /** Where the pull request stands, whatever the review was of. */
  readonly head: string;
  readonly base: string;
}

/** People decided something about a pull request between two branches of the repository: closed it, reopened it, or reviewed it. */
export interface DecisionEvent {
  readonly kind: 'decision';
  readonly repository: RepositoryRef;
  /** Its branches. */
  readonly head: string;
  readonly base: string;
  /** The review that a person, not the forge, dismissed. */
  readonly takenBack?: number | undefined;
}

import type { CheckAction, CheckRun } from './check-model.ts';
import type { Commit } from './git-log.ts';
import type {
  Comment,
  CommitComment,
  Conversation,
  DequeueReason,
  GroupEnd,
  LineComment,
  MergeGroup,
  PullRequest,
  Repository,
  Review,
  Team,
  User,
} from './model.ts';

export type PullRequestAction =
  | 'opened'
  | 'synchronize'
  | 'reopened'
  | 'closed'
  | 'edited'
  | 'ready_for_review'
  | 'converted_to_draft'
  | 'review_requested'
  | 'review_request_removed'
  | 'enqueued'
  | 'dequeued';

/** What an edit replaced. */
export interface PullRequestChanges {
  readonly title?: string;
  readonly body?: string | null;
  readonly base?: { readonly branch: string; readonly sha: string };
}

/** Something that happened on the forge; each face turns it into its own webhooks. */
export type ForgeEvent = { readonly repository: Repository; readonly actor: User } & (
  | PushEvent
  | {
      readonly kind: 'pull-request';
      readonly action: PullRequestAction;
      readonly pullRequest: PullRequest;
      /** Head before and after, of a `synchronize`. */
      readonly moved?: { readonly before: string; readonly after: string };
      readonly changes?: PullRequestChanges;
      /** Who is asked for a review, or no longer. */
      readonly reviewer?: User | Team;
      /** Why it left the queue. */
      readonly reason?: DequeueReason;
    }
  | {
      readonly kind: 'merge-group';
      readonly action: 'checks-requested' | 'destroyed';
      readonly group: MergeGroup;
      readonly end?: GroupEnd;
    }
  | {
      readonly kind: 'comment';
      readonly action: 'created' | 'edited' | 'deleted';
      readonly conversation: Conversation;
      readonly comment: Comment;
      readonly previousBody?: string;
    }
  | { readonly kind: 'commit-comment'; readonly comment: CommitComment }
  | {
      readonly kind: 'review';
      readonly action: 'submitted' | 'edited' | 'dismissed';
      readonly pullRequest: PullRequest;
      readonly review: Review;
      readonly previousBody?: string;
    }
  | { readonly kind: 'line-comment'; readonly pullRequest: PullRequest; readonly comment: LineComment }
  | {
      readonly kind: 'check-run';
      readonly action: 'created' | 'completed' | 'rerequested';
      readonly checkRun: CheckRun;
    }
  | { readonly kind: 'check-action'; readonly checkRun: CheckRun; readonly asked: CheckAction }
  | { readonly kind: 'check-suite'; readonly headSha: string; readonly suiteId: number }
);

export interface PushEvent {
  readonly kind: 'push';
  readonly ref: string;
  /** 40 zeros when the ref is new, or gone. */
  readonly before: string;
  readonly after: string;
  readonly forced: boolean;
  readonly commits: readonly Commit[];
}

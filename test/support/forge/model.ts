import type { CheckRun } from './check-model.ts';
import type { Protection } from './protection.ts';

/** What the fake forge remembers, in words that GitHub and GitLab share. Records are mutable: they are the forge's database. */

/** What a person may do in a repository, from nothing to everything. */
export const ROLES = ['none', 'read', 'triage', 'write', 'maintain', 'admin'] as const;
export type Role = (typeof ROLES)[number];

export interface User {
  readonly id: number;
  readonly login: string;
  readonly name: string;
  readonly email: string;
  readonly kind: 'person' | 'bot' | 'organization';
  /** Secret for git over http and for REST. */
  readonly token: string;
  /** The role in repositories that grant this user nothing else. */
  readonly role: Role;
}

export interface Team {
  readonly id: number;
  readonly organization: User;
  readonly slug: string;
  readonly members: ReadonlySet<User>;
}

export interface Repository {
  readonly id: number;
  readonly owner: User;
  readonly name: string;
  readonly fullName: string;
  readonly private: boolean;
  readonly defaultBranch: string;
  readonly gitDir: string;
  readonly parent: Repository | undefined;
  /** Whether the app is installed here: without it, no webhooks and no app's token. */
  readonly installed: boolean;
  readonly createdAt: Date;
  readonly roles: Map<string, Role>;
  /** By branch. */
  readonly protections: Map<string, Protection>;
  readonly pullRequests: PullRequest[];
  readonly issues: Issue[];
  readonly commitComments: CommitComment[];
  readonly checkRuns: CheckRun[];
  readonly deployments: Deployment[];
  /** Who waits to be merged by the forge, of all branches that have a queue. */
  readonly queue: QueueEntry[];
}

export interface QueueEntry {
  readonly pullRequest: PullRequest;
  /** Who put it there. */
  readonly actor: User;
  group: MergeGroup | undefined;
}

/** What the forge wants to merge, and lets be tested before it does. */
export interface MergeGroup {
  readonly branch: string;
  readonly sha: string;
  readonly base: { readonly branch: string; readonly sha: string };
}

export type DequeueReason = 'merged' | 'manual' | 'unfit' | 'failed-checks' | 'conflict';
export type GroupEnd = 'merged' | 'dequeued' | 'invalidated';

/** What people talk under: GitHub's pull requests are issues, too. */
export type Conversation = PullRequest | Issue;

export interface Issue {
  readonly kind: 'issue';
  readonly id: number;
  readonly number: number;
  readonly repository: Repository;
  readonly author: User;
  readonly title: string;
  readonly body: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly comments: Comment[];
}

export interface PullRequest {
  readonly kind: 'pull-request';
  readonly id: number;
  readonly number: number;
  /** The repository that it is opened in, which holds the base branch. */
  readonly repository: Repository;
  readonly head: { readonly repository: Repository; readonly branch: string; sha: string };
  /** `sha` is the base branch when the pull request was opened, pushed to or retargeted: it goes stale, as GitHub's does. */
  readonly base: { branch: string; sha: string };
  readonly author: User;
  title: string;
  body: string | null;
  draft: boolean;
  state: 'open' | 'closed';
  readonly createdAt: Date;
  updatedAt: Date;
  closedAt: Date | null;
  merged: { by: User; at: Date; sha: string } | undefined;
  testMerge: { base: string; head: string; sha: string | null } | undefined;
  labels: string[];
  requestedReviewers: User[];
  requestedTeams: Team[];
  readonly comments: Comment[];
  /** On lines of the difference. */
  readonly lineComments: LineComment[];
  readonly reviews: Review[];
}

export interface Comment {
  readonly id: number;
  readonly author: User;
  body: string;
  readonly createdAt: Date;
  updatedAt: Date;
  readonly reactions: Reaction[];
  /** Whether a test looked at it. */
  read: boolean;
}

export const REACTIONS = ['+1', '-1', 'laugh', 'confused', 'heart', 'hooray', 'rocket', 'eyes'] as const;

export interface Reaction {
  readonly id: number;
  readonly author: User;
  readonly content: (typeof REACTIONS)[number];
  readonly createdAt: Date;
}

export interface CommitComment extends Comment {
  readonly sha: string;
}

export interface LineComment extends Comment {
  readonly sha: string;
  readonly path: string;
  readonly line: number;
  readonly review: Review;
  readonly replyTo: LineComment | undefined;
}

export const REVIEW_VERDICTS = ['approved', 'changes_requested', 'commented', 'dismissed'] as const;
export type ReviewVerdict = (typeof REVIEW_VERDICTS)[number];

export interface Review {
  readonly id: number;
  readonly author: User;
  body: string;
  verdict: ReviewVerdict;
  readonly sha: string;
  readonly submittedAt: Date;
}

export interface Deployment {
  readonly id: number;
  readonly author: User;
  readonly sha: string;
  readonly ref: string;
  readonly task: string;
  readonly environment: string;
  readonly description: string | null;
  readonly payload: unknown;
  readonly createdAt: Date;
  readonly statuses: DeploymentStatus[];
}

export interface DeploymentStatus {
  readonly id: number;
  readonly author: User;
  readonly state: string;
  readonly description: string;
  readonly environmentUrl: string;
  readonly logUrl: string;
  readonly createdAt: Date;
}

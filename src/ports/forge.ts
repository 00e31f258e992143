import type { Place } from '../domain/commands/place.ts';
import type { Visibility } from '../domain/evidence/visibility.ts';
import type { Role } from '../domain/permissions/role.ts';
import type { Review } from '../domain/promotion/pin.ts';
import { formatRepository, type RepositoryRef } from '../domain/repository-ref.ts';

export interface PullRequest {
  readonly number: number;
  readonly title: string;
  readonly body: string;
  readonly author: string;
  readonly state: 'open' | 'closed';
  readonly merged: boolean;
  readonly mergedBy?: string | undefined;
  readonly draft: boolean;
  /** Whether the head lies in another repository. */
  readonly fork: boolean;
  /** Whether the forge says that its author never contributed there before. */
  readonly newcomer: boolean;
  readonly head: { readonly branch: string; readonly commit: string };
  readonly base: { readonly branch: string; readonly commit: string };
  readonly url: string;
}

export interface PullRequests {
  get(repository: RepositoryRef, number: number): Promise<PullRequest>;
  /** The open ones into `base`, or all open ones. */
  listOpen(repository: RepositoryRef, base?: string): Promise<readonly PullRequest[]>;
  /** The newest pull request from `head` to `base` (branches of this repository), open or not. */
  newest(
    repository: RepositoryRef,
    between: { head: string; base: string },
  ): Promise<PullRequest | undefined>;
  /** What people said of it, oldest first. */
  reviews(repository: RepositoryRef, number: number): Promise<readonly Review[]>;
  /**
   * Asks people and teams (`organization/team`) for a review. Gives those whom the forge does not let be asked there; the others are asked
   * all the same.
   */
  requestReviews(
    repository: RepositoryRef,
    number: number,
    reviewers: readonly string[],
  ): Promise<readonly string[]>;
  /** The pull requests whose merge (or head) brought this commit, newest first. */
  ofCommit(repository: RepositoryRef, commit: string): Promise<readonly PullRequest[]>;
  /**
   * The open pull request from `head` to `base` (branches of this repository) with this title and body: made, or brought up to date.
   * `looked` is what `newest` has just given; without it that is asked again.
   */
  ensure(
    repository: RepositoryRef,
    wanted: { head: string; base: string; title: string; body: string },
    looked?: { readonly newest: PullRequest | undefined },
  ): Promise<PullRequest>;
  /** Closes a pull request without merging it; one that is closed stays as it is. */
  close(repository: RepositoryRef, number: number): Promise<void>;
  /** Opens a closed pull request again, if the forge lets that be: not where its branch went, or was made anew. */
  reopen(repository: RepositoryRef, number: number): Promise<boolean>;
}

/** A comment, and where it stands. */
export interface PlacedComment {
  readonly place: Place;
  readonly comment: number;
}

/** 👀, 🚀, 😕. */
export type Reaction = 'seen' | 'done' | 'refused';

export interface Comments {
  /**
   * Our one comment with this marker on the pull request (or the issue): made, or edited to this body (which holds the marker). Only comments of
   * our own app count. Gives its URL.
   */
  ensureComment(
    repository: RepositoryRef,
    pullRequest: number,
    marker: string,
    body: string,
  ): Promise<string>;
  /** Puts our reaction to somebody's comment; the same again changes nothing. A comment that is gone has none. */
  react(repository: RepositoryRef, comment: PlacedComment, reaction: Reaction): Promise<void>;
  /** The same as `ensureComment` on a commit: for what nobody has a pull request for. */
  ensureCommitComment(
    repository: RepositoryRef,
    commit: string,
    marker: string,
    body: string,
  ): Promise<string>;
}

/** `cancelled` is for a head that a newer one took the place of: it does not let anybody merge. */
export type CheckState = 'queued' | 'running' | 'success' | 'failure' | 'action_required' | 'cancelled';

/** A remark at a line of a file of the check's head. Plain text. */
export interface Annotation {
  readonly path: string;
  /** From 1. */
  readonly line: number;
  readonly title: string;
  readonly message: string;
}

export interface Check {
  readonly name: string;
  readonly head: string;
  readonly state: CheckState;
  /** One line, no Markdown. */
  readonly title: string;
  /** Markdown, at most 65,535 characters. */
  readonly summary: string;
  readonly detailsUrl?: string | undefined;
  /** Shown once the check is complete. */
  readonly annotations?: readonly Annotation[] | undefined;
}

export interface Checks {
  /** The check run of this name on this head, in this state: made, or updated. */
  ensureCheck(repository: RepositoryRef, check: Check): Promise<void>;
}

/** How git reaches a repository: a URL without credentials, and the value of an Authorization header that is valid now. */
export interface GitRemote {
  readonly url: string;
  readonly authorization: string;
}

export interface GitRemotes {
  /**
   * A remote with a token for this repository that is valid for a while; another one than `refused`, which the forge did not take. Throws
   * {@link NotInstalled}.
   */
  remote(repository: RepositoryRef, refused?: GitRemote): Promise<GitRemote>;
}

/** Tailrace's app is not installed on a repository, or there is none of that name. `installAt` is the page where owners install it. */
export class NotInstalled extends Error {
  override readonly name = 'NotInstalled';
  readonly installAt: string;

  constructor(repository: RepositoryRef, installAt: string) {
    super(`the app is not installed on ${formatRepository(repository)}`);
    this.installAt = installAt;
  }
}

/** Whose the addresses in commits are. */
export interface Accounts {
  /**
   * The account that has this address, as far as the forge tells: it knows the addresses in commits that `reachableFrom` has. Throws where it
   * can't be asked.
   */
  ofAddress(
    repository: RepositoryRef,
    asked: { readonly address: string; readonly reachableFrom: string },
  ): Promise<string | undefined>;
}

/** What a forge demands of a branch. */
export interface BranchRules {
  /** The names of the rules that hold there (`required_signatures`), as far as the app may read them: not those of a classic protection. */
  of(repository: RepositoryRef, branch: string): Promise<ReadonlySet<string>>;
  /** The checks that have to pass before something is merged there, by rules of either kind. */
  requiredChecks(repository: RepositoryRef, branch: string): Promise<ReadonlySet<string>>;
}

/** Links that people follow. */
export interface ForgeLinks {
  file(repository: RepositoryRef, commit: string, path: string): string;
  /** A picture as comments can show it, to those who may read the repository; its page is that of the file. */
  picture(repository: RepositoryRef, commit: string, path: string): string;
  folder(repository: RepositoryRef, commit: string, path: string): string;
  commit(repository: RepositoryRef, commit: string): string;
  pullRequest(repository: RepositoryRef, number: number): string;
  comment(repository: RepositoryRef, comment: PlacedComment): string;
}

/** Finding again what a lost webhook would have told. */
export interface LostDeliveries {
  /** Asks the forge to send failed deliveries of the last `hours` again; gives how many. */
  redeliver(hours: number): Promise<number>;
}

/** Where Tailrace is installed. */
export interface InstalledRepositories {
  /** Every repository that installations give access to, without archived ones. */
  list(): Promise<readonly RepositoryRef[]>;
}

/** What a forge tells of a repository. */
export interface Repositories {
  /** Who may read it now. Throws {@link NotInstalled}. */
  visibility(repository: RepositoryRef): Promise<Visibility>;
}

/** What a person may do in a repository, asked of the forge each time. */
export interface Permissions {
  /** The person's role there. Throws where the forge can't tell, so that nobody is let in by an error. */
  role(repository: RepositoryRef, login: string): Promise<Role>;
  /** Whether the person is a member of a team. False for a team that there is not; throws where the forge can't tell. */
  isMember(
    repository: RepositoryRef,
    team: { readonly organization: string; readonly slug: string },
    login: string,
  ): Promise<boolean>;
}

import type { Readable } from 'node:stream';
import type { HashedFile } from '../domain/dataset.ts';
import type { FileChange } from '../domain/promotion/file-change.ts';
import type { PushRefusal } from '../domain/push-refusal.ts';
import type { RepositoryRef } from '../domain/repository-ref.ts';

/** A commit as git holds it. Times are ISO 8601. */
export interface CommitInfo {
  readonly commit: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: Person;
  readonly authoredAt: string;
  readonly committedAt: string;
  /** The whole message. */
  readonly message: string;
}

export interface Person {
  readonly name: string;
  readonly email: string;
}

export type Merge =
  | { readonly kind: 'tree'; readonly tree: string }
  | { readonly kind: 'conflict'; readonly files: readonly string[] };

/** They have no commit in common: one of them was pushed over. */
export type Unrelated = { readonly kind: 'unrelated' };

/** A change of a tree: a file's content, another tree (or blob) put at a path, or a path taken out with all that is below it. */
export type TreeEdit =
  | { readonly kind: 'write'; readonly path: string; readonly content: string | Buffer }
  | { readonly kind: 'graft'; readonly path: string; readonly tree: string }
  | { readonly kind: 'remove'; readonly path: string };

export interface TreeFile {
  readonly path: string;
  readonly blob: string;
  readonly bytes: number;
}

export type PushResult = 'pushed' | 'moved';

/** The forge refuses this push for good: a protected branch, a rule, a permission. */
export class PushRefused extends Error {
  override readonly name = 'PushRefused';
  readonly refusal: PushRefusal;

  constructor(refusal: PushRefusal) {
    super(`${refusal.branch} refuses the push: ${refusal.said}`);
    this.refusal = refusal;
  }
}

/**
 * Reads what is in a repository. Trees and commits are named by their 40 hex digits. A file in Git LFS has the content that its pointer
 * stands for; only what `files` and `changes` tell is of the pointer.
 */
export interface GitReader {
  /** The heads of these branches on the forge now, fetched; a branch that is not there is left out. */
  heads(repository: RepositoryRef, branches: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** The commit that a tag on the forge points to; undefined where there is no such tag. */
  tag(repository: RepositoryRef, name: string): Promise<string | undefined>;
  /** Makes sure that these commits are here. */
  fetch(repository: RepositoryRef, commits: readonly string[]): Promise<void>;
  /** The same for commits that the forge may have forgotten, since no branch has them any more: gives those that are here. */
  fetchIfThere(repository: RepositoryRef, commits: readonly string[]): Promise<ReadonlySet<string>>;
  commit(repository: RepositoryRef, commit: string): Promise<CommitInfo>;
  /** Whether a commit carries a signature, be it good or not. */
  isSigned(repository: RepositoryRef, commit: string): Promise<boolean>;
  /** The commits of `to` that `from` does not have, newest first, at most `limit`. */
  log(
    repository: RepositoryRef,
    from: string | undefined,
    to: string,
    limit: number,
  ): Promise<readonly CommitInfo[]>;
  /** The commits of the first-parent line to `to` that `from` does not have, newest first, at most `limit`. */
  firstParents(
    repository: RepositoryRef,
    from: string | undefined,
    to: string,
    limit: number,
  ): Promise<readonly CommitInfo[]>;
  /** Where two lines of commits parted; undefined where they have no commit in common. */
  mergeBase(repository: RepositoryRef, one: string, other: string): Promise<string | undefined>;
  merge(repository: RepositoryRef, base: string, head: string): Promise<Merge | Unrelated>;
  /** What two trees give that were both made out of `base`. */
  mergeTrees(
    repository: RepositoryRef,
    trees: { readonly base: string; readonly ours: string; readonly theirs: string },
  ): Promise<Merge>;
  /** The files in which two trees differ, sorted by path; a file that was renamed is one removed and one added. */
  changes(repository: RepositoryRef, before: string, after: string): Promise<readonly FileChange[]>;
  /** The same as a patch (`git diff`), at most `most` characters of it. */
  patch(repository: RepositoryRef, before: string, after: string, most: number): Promise<string>;
  /** A file's content, or undefined where there is no such file. Fetches it where needed. */
  read(repository: RepositoryRef, treeish: string, path: string): Promise<Buffer | undefined>;
  /** The files at or below `path` (a file or a folder), sorted by path; empty where there is none. */
  files(repository: RepositoryRef, treeish: string, path: string): Promise<readonly TreeFile[]>;
  /** The files and symbolic links at or below `path` with their contents' SHA-256, sorted by path; empty where there is none. */
  hashes(
    repository: RepositoryRef,
    treeish: string,
    path: string,
  ): Promise<readonly (HashedFile & TreeFile)[]>;
  /** The tree of a folder, or undefined where there is none. */
  folder(repository: RepositoryRef, treeish: string, path: string): Promise<string | undefined>;
  /** A blob's content. */
  blob(repository: RepositoryRef, blob: string): Readable;
  /**
   * Fetches what `archive`, `blob` and `read` need of this tree in few requests; of contents in Git LFS, those at or below `path`. Throws a
   * `PersonError` for one that the forge does not have.
   */
  prefetch(repository: RepositoryRef, tree: string, path: string): Promise<void>;
  /** An uncompressed tar of a tree's folder (`.` for the whole). */
  archive(repository: RepositoryRef, tree: string, folder: string): Readable;
}

/** Makes trees and commits, and moves the forge's branches to them. */
export interface GitWriter {
  /** Who its commits are by, and the public key that verifies them; without one they are not signed. */
  readonly committer: PushRefusal['committer'];
  /** The tree that these edits, in their order, make of `tree` (nothing: an empty one). */
  edit(repository: RepositoryRef, tree: string | undefined, edits: readonly TreeEdit[]): Promise<string>;
  /** Makes sure that a tree of another repository is here with all that is in it, as it is there. */
  bringTree(repository: RepositoryRef, from: RepositoryRef, tree: string): Promise<void>;
  /** A commit of Tailrace's own. `at` (ISO 8601) is its time, so that the same input gives the same commit. */
  makeCommit(
    repository: RepositoryRef,
    wanted: { tree: string; parents: readonly string[]; message: string; at: string },
  ): Promise<string>;
  /**
   * Moves a branch from `expected` (nothing: it must not exist) to `commit`; `moved` where it stands elsewhere by now. Throws
   * {@link PushRefused} where the forge's rules forbid it.
   */
  push(
    repository: RepositoryRef,
    branch: string,
    expected: string | undefined,
    commit: string,
  ): Promise<PushResult>;
}

export type Git = GitReader & GitWriter;

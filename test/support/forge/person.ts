import { pressCheckAction, rerequestCheckRun, rerequestCheckSuite } from './check-buttons.ts';
import { checkRunNumbered } from './checks.ts';
import { addComment, addCommitComment, deleteComment, editComment } from './comments.ts';
import { conversationNumbered, openIssue } from './issues.ts';
import { dequeue, enqueue } from './merge-queue.ts';
import { type MergeMethod, mergePullRequest } from './merging.ts';
import type { ReviewVerdict, User } from './model.ts';
import {
  closePullRequest,
  editPullRequest,
  type PullRequestPatch,
  reopenPullRequest,
  restoreBranch,
  setDraft,
} from './pull-request-edits.ts';
import { openPullRequest, pullRequestNumbered } from './pull-requests.ts';
import { forkRepository } from './repositories.ts';
import { requestReviews } from './review-requests.ts';
import { addReview, commentOnLine, dismissReview, editReview } from './reviews.ts';
import { type Push, pushCommit, pushRef } from './working-copy.ts';
import { ensureUser, repositoryNamed, type World } from './world.ts';

export interface Opening {
  readonly repository: string;
  /** `branch`, or `owner:branch` of a fork. */
  readonly head: string;
  readonly base: string;
  readonly title: string;
  readonly body?: string;
  readonly draft?: boolean;
}

export type Person = ReturnType<typeof personNamed>;

/** What a person does on the forge, for scenarios to tell. Everything is sent to the app as the forge would send it. */
export function personNamed(world: World, user: User) {
  const repositoryOf = (name: string) => repositoryNamed(world, name);
  const find = (name: string, number: number) => pullRequestNumbered(repositoryOf(name), number);
  return {
    user,
    /** One commit, pushed; gives its SHA. */
    push: (push: Push) => pushCommit(world, user, push),
    pushRef: (repository: string, refspec: string) => pushRef(world, user, repository, refspec),
    deleteBranch: (repository: string, branch: string) =>
      pushRef(world, user, repository, `:refs/heads/${branch}`),
    /** Puts the head branch of a closed pull request back. */
    restoreBranch: (repository: string, number: number) =>
      restoreBranch(world, find(repository, number), user),
    fork: async (repository: string) =>
      (await forkRepository(world, repositoryOf(repository), user)).fullName,

    /** Gives the pull request's number. */
    async openPullRequest({ repository: name, head, ...rest }: Opening): Promise<number> {
      const repository = repositoryOf(name);
      const [branch = head, owner = repository.owner.login] = head.split(':').reverse();
      const headRepository = repositoryOf(`${owner}/${repository.name}`);
      const wanted = { ...rest, repository, headRepository, head: branch, author: user };
      return (await openPullRequest(world, wanted)).number;
    },
    edit: (repository: string, number: number, patch: PullRequestPatch) =>
      editPullRequest(world, find(repository, number), patch, user),
    ready: (repository: string, number: number) => setDraft(world, find(repository, number), false, user),
    draft: (repository: string, number: number) => setDraft(world, find(repository, number), true, user),
    close: (repository: string, number: number) => closePullRequest(world, find(repository, number), user),
    reopen: (repository: string, number: number) => reopenPullRequest(world, find(repository, number), user),
    /** Gives the base branch's new head. */
    merge: (repository: string, number: number, method: MergeMethod = 'merge') =>
      mergePullRequest(world, find(repository, number), { method, actor: user }),

    /** Lets the forge merge it, in its turn. */
    enqueue: (repository: string, number: number) => enqueue(world, find(repository, number), user),
    dequeue: (repository: string, number: number) => dequeue(world, find(repository, number), user),

    /** Gives the issue's number. */
    openIssue: (repository: string, title: string, body = '') =>
      openIssue(world, repositoryOf(repository), { author: user, title, body }).number,
    /** On a pull request or an issue; gives the comment's id. */
    comment: async (repository: string, number: number, body: string) =>
      (await addComment(world, conversationNumbered(repositoryOf(repository), number), user, body)).id,
    editComment: async (repository: string, id: number, body: string) => {
      await editComment(world, repositoryOf(repository), id, body, user);
    },
    deleteComment: (repository: string, id: number) =>
      deleteComment(world, repositoryOf(repository), id, user),
    commentOnCommit: async (repository: string, sha: string, body: string) =>
      (await addCommitComment(world, repositoryOf(repository), { sha, author: user, body })).id,
    review: async (repository: string, number: number, verdict: ReviewVerdict, body = '') =>
      (await addReview(world, find(repository, number), { author: user, verdict, body })).id,
    editReview: (repository: string, number: number, id: number, body: string) =>
      editReview(world, find(repository, number), id, { body, actor: user }),
    dismissReview: (repository: string, number: number, id: number) =>
      dismissReview(world, find(repository, number), id, user),
    /** Asks people, and teams by their slugs, for reviews. */
    requestReview: (
      repository: string,
      number: number,
      logins: readonly string[],
      teams: readonly string[] = [],
    ) => {
      const reviewers = logins.map((login) => ensureUser(world, login));
      return requestReviews(world, find(repository, number), { reviewers, teams, actor: user });
    },
    /** Comments on a line of the difference; gives the comment's id. */
    commentOnLine: async (
      repository: string,
      number: number,
      comment: { path: string; line: number; body: string },
    ) => (await commentOnLine(world, find(repository, number), { ...comment, author: user })).id,

    /** Presses "Re-run" beside one check run. */
    rerequest: (repository: string, checkRunId: number) => {
      const found = repositoryOf(repository);
      return rerequestCheckRun(world, found, checkRunNumbered(found, checkRunId), user);
    },
    /** Presses "Re-run all checks" on a commit. */
    rerequestAll: (repository: string, sha: string) =>
      rerequestCheckSuite(world, repositoryOf(repository), sha, user),
    /** Presses a button that the app put on its check run. */
    press: (repository: string, checkRunId: number, identifier: string) => {
      const found = repositoryOf(repository);
      const checkRun = checkRunNumbered(found, checkRunId);
      return pressCheckAction(world, found, { checkRun, identifier, actor: user });
    },
  };
}

import { latestCheckRuns } from './checks.ts';
import { git, gitBytes } from './git.ts';
import { commitLog, readCommit } from './git-log.ts';
import { branchHead, listRefs, resolveCommit } from './git-refs.ts';
import { conversationNumbered } from './issues.ts';
import type { Comment, PullRequest, Repository } from './model.ts';
import { pullRequestNumbered } from './pull-requests.ts';

export type RepositoryView = ReturnType<typeof inspect>;

/** What a test looks at. Plain copies; looking at a comment counts it as read. */
export function inspect(repository: Repository) {
  const { gitDir } = repository;
  const headOf = async (branch: string): Promise<string> => {
    const sha = await branchHead(gitDir, branch);
    if (!sha) throw new Error(`${repository.fullName} has no branch ${branch}.`);
    return sha;
  };
  const runsOn = async (ref: string) => {
    const sha = await resolveCommit(gitDir, ref);
    return repository.checkRuns.filter((run) => run.headSha === sha);
  };
  return {
    gitDir,
    id: repository.id,
    head: headOf,
    /** The whole tree's SHA. */
    tree: (ref: string) => git(gitDir, ['rev-parse', '--verify', `${ref}^{tree}`]),
    branches: async () =>
      [...(await listRefs(gitDir)).keys()]
        .filter((name) => name.startsWith('refs/heads/'))
        .map((name) => name.slice('refs/heads/'.length)),
    file: async (ref: string, path: string) =>
      (await gitBytes(gitDir, ['cat-file', 'blob', `${ref}:${path}`])).toString('utf8'),
    bytes: (ref: string, path: string) => gitBytes(gitDir, ['cat-file', 'blob', `${ref}:${path}`]),
    files: async (ref: string) =>
      (await git(gitDir, ['ls-tree', '-r', '-z', '--name-only', ref])).split('\0').filter(Boolean),
    commit: (ref: string) => readCommit(gitDir, ref),
    log: (ref: string, ...more: string[]) => commitLog(gitDir, [ref, ...more]),
    pullRequests: (state: 'open' | 'closed' | 'all' = 'all') =>
      repository.pullRequests.filter((one) => state === 'all' || one.state === state).map(pullRequestView),
    pullRequest: (number: number) => pullRequestView(pullRequestNumbered(repository, number)),
    comments: (number: number) => conversationNumbered(repository, number).comments.map(readComment),
    /** Comments on lines of the difference. */
    lineComments: (number: number) =>
      pullRequestNumbered(repository, number).lineComments.map((comment) => {
        const { path, line, replyTo } = comment;
        return { ...readComment(comment), path, line, replyTo: replyTo?.id };
      }),
    reviews: (number: number) =>
      pullRequestNumbered(repository, number).reviews.map(({ author, ...review }) => ({
        ...review,
        author: author.login,
      })),
    commitComments: async (ref: string) => {
      const sha = await resolveCommit(gitDir, ref);
      return repository.commitComments.filter((comment) => comment.sha === sha).map(readComment);
    },
    /** The newest of each name on a commit, which may be named by a branch. */
    checkRuns: async (ref: string) =>
      latestCheckRuns(await runsOn(ref)).map(({ author, ...run }) => ({ ...run, author: author.login })),
    /** All of them, also those that a newer one of the same name replaced. */
    everyCheckRun: async (ref: string) =>
      (await runsOn(ref)).map(({ author, ...run }) => ({ ...run, author: author.login })),
    /** Who waits in the merge queue, with the commit that is tested. */
    queue: () =>
      repository.queue.map(({ pullRequest: { number }, group }) => ({
        number,
        group: group && { ...group },
      })),
    deployments: () =>
      repository.deployments.map(({ author, statuses, ...deployment }) => ({
        ...deployment,
        author: author.login,
        statuses: statuses.map(({ author: by, ...status }) => ({ ...status, author: by.login })),
      })),
  };
}

function pullRequestView(pullRequest: PullRequest) {
  const { number, title, body, draft, state, head, base, merged, labels } = pullRequest;
  return {
    number,
    title,
    body,
    draft,
    state,
    author: pullRequest.author.login,
    head: { repository: head.repository.fullName, branch: head.branch, sha: head.sha },
    base: { ...base },
    merged: merged && { by: merged.by.login, sha: merged.sha },
    labels: [...labels],
    requestedReviewers: pullRequest.requestedReviewers.map(({ login }) => login),
    requestedTeams: pullRequest.requestedTeams.map(({ slug }) => slug),
  };
}

function readComment(comment: Comment) {
  comment.read = true;
  const { id, body, createdAt, updatedAt } = comment;
  const reactions = comment.reactions.map(({ content, author }) => ({ content, by: author.login }));
  return { id, author: comment.author.login, body, createdAt, updatedAt, reactions };
}

/** The app's comments that no test looked at, each with where it stands. */
export function unreadComments({ fullName, pullRequests, issues, commitComments }: Repository): string[] {
  const onPulls = pullRequests.flatMap(({ number, comments, lineComments }) =>
    [...comments, ...lineComments].map((comment) => ({ comment, place: `#${number}` })),
  );
  const onIssues = issues.flatMap(({ number, comments }) =>
    comments.map((comment) => ({ comment, place: `#${number}` })),
  );
  const onCommits = commitComments.map((comment) => ({ comment, place: `@${comment.sha}` }));
  return [...onPulls, ...onIssues, ...onCommits]
    .filter(({ comment: { author, read } }) => author.kind === 'bot' && !read)
    .map(
      ({ comment, place }) =>
        `comment that no test read in ${fullName}${place}: ${comment.body.slice(0, 200)}`,
    );
}

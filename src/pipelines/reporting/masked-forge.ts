import type { Checks, Comments, PullRequests } from '../../ports/forge.ts';

/** Comments that hold none of the process's secrets, whatever an error or a program said. */
export function maskedComments(comments: Comments, mask: (text: string) => string): Comments {
  return {
    ensureComment: (repository, pullRequest, marker, body) =>
      comments.ensureComment(repository, pullRequest, marker, mask(body)),
    ensureCommitComment: (repository, commit, marker, body) =>
      comments.ensureCommitComment(repository, commit, marker, mask(body)),
    react: (repository, comment, reaction) => comments.react(repository, comment, reaction),
  };
}

/** The same of pull requests that Tailrace opens. */
export function maskedPullRequests(pullRequests: PullRequests, mask: (text: string) => string): PullRequests {
  return {
    ...pullRequests,
    ensure: (repository, wanted, looked) => {
      const { title, body } = wanted;
      return pullRequests.ensure(repository, { ...wanted, title: mask(title), body: mask(body) }, looked);
    },
  };
}

/** The same of checks. */
export function maskedChecks(checks: Checks, mask: (text: string) => string): Checks {
  return {
    ensureCheck: (repository, check) =>
      checks.ensureCheck(repository, {
        ...check,
        title: mask(check.title),
        summary: mask(check.summary),
        annotations: check.annotations?.map((annotation) => ({
          ...annotation,
          title: mask(annotation.title),
          message: mask(annotation.message),
        })),
      }),
  };
}

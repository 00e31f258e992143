import type { ProbotOctokit } from 'probot';
import type { Review } from '../../domain/promotion/pin.ts';
import type { RepositoryRef } from '../../domain/repository-ref.ts';

type Listed = Awaited<ReturnType<ProbotOctokit['rest']['pulls']['listReviews']>>['data'][number];

const verdicts: Readonly<Record<string, Review['verdict']>> = {
  APPROVED: 'approved',
  CHANGES_REQUESTED: 'changes-requested',
  COMMENTED: 'commented',
  DISMISSED: 'dismissed',
};

/** A review; nothing for one that is not given yet (`PENDING`), and for one whose author's account is gone. */
export function reviewIn({ id, user, state, commit_id }: Listed): Review[] {
  const verdict = verdicts[state.toUpperCase()];
  return verdict && user ? [{ id, by: user.login, verdict, commit: commit_id ?? '' }] : [];
}

/** GitHub refuses a request for several reviewers whole where one of them can't be asked (422): then each is asked alone. */
export async function requestReviews(
  octokit: ProbotOctokit,
  repository: RepositoryRef,
  number: number,
  reviewers: readonly string[],
): Promise<readonly string[]> {
  const foreign = reviewers.filter((name) => isForeign(repository, name));
  const known = reviewers.filter((name) => !foreign.includes(name));
  if (known.length === 0 || (await ask(octokit, repository, number, known))) return foreign;
  if (known.length === 1) return [...foreign, ...known];
  const refused: string[] = [];
  for (const name of known) if (!(await ask(octokit, repository, number, [name]))) refused.push(name);
  return [...foreign, ...refused];
}

/** Only teams of the repository's own organization can be asked. */
function isForeign({ owner }: RepositoryRef, name: string): boolean {
  return name.includes('/') && name.split('/')[0]?.toLowerCase() !== owner.toLowerCase();
}

async function ask(
  octokit: ProbotOctokit,
  { owner, name: repo }: RepositoryRef,
  pull_number: number,
  names: readonly string[],
): Promise<boolean> {
  const reviewers = names.filter((name) => !name.includes('/'));
  const team_reviewers = names.flatMap((name) => name.split('/').slice(1));
  try {
    await octokit.rest.pulls.requestReviewers({ owner, repo, pull_number, reviewers, team_reviewers });
    return true;
  } catch (error) {
    if (error instanceof Error && 'status' in error && error.status === 422) return false;
    throw error;
  }
}

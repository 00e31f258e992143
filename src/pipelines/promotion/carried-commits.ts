import type { RepositoryRef } from '../../domain/repository-ref.ts';
import type { CarriedCommit } from '../../domain/texts/promotion.ts';
import type { GitReader } from '../../ports/git.ts';

const shown = 30;

/**
 * The commits that a release has and the release before it does not, newest first; Tailrace's own left out. Where their branch was pushed
 * over, the forge may have forgotten them.
 */
export async function carriedCommits(
  git: GitReader,
  repository: RepositoryRef,
  before: string | undefined,
  release: string,
): Promise<{ readonly commits: readonly CarriedCommit[]; readonly more: boolean }> {
  const there = await git.fetchIfThere(repository, before ? [before, release] : [release]);
  if (!there.has(release)) return { commits: [], more: true };
  const since = before && there.has(before) ? before : undefined;
  const all = await git.log(repository, since, release, shown + 1);
  const commits = all
    .filter(({ message }) => !/^Release: [0-9a-f]{40}$/m.test(message))
    .map(({ commit, message, author }) => ({ commit, author, subject: message.split('\n')[0] ?? '' }));
  return { commits: commits.slice(0, shown), more: all.length > shown };
}

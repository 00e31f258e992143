import type { RepositoryRef } from '../../domain/repository-ref.ts';
import type { PullRequest, PullRequests } from '../../ports/forge.ts';

/** The newest pull request, opened again where it was declined, is wanted again, and still stands for the same commit. */
export async function reopenDeclined(
  { pullRequests }: { readonly pullRequests: Pick<PullRequests, 'reopen'> },
  repository: RepositoryRef,
  {
    newest,
    declined,
    head,
  }: {
    readonly newest: PullRequest | undefined;
    readonly declined: number | undefined;
    readonly head: string;
  },
): Promise<PullRequest | undefined> {
  if (!newest || newest.state === 'open' || newest.number !== declined || newest.head.commit !== head)
    return newest;
  return (await pullRequests.reopen(repository, declined)) ? { ...newest, state: 'open' } : newest;
}

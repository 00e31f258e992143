import type { Deployment } from '../../domain/release.ts';
import type { RepositoryRef } from '../../domain/repository-ref.ts';
import type { Comments } from '../../ports/forge.ts';

/** Says something of a promotion that has no pull request: on the one that brought what is to be promoted, else on its commit. */
export async function tellOnSource(
  comments: Comments,
  repository: RepositoryRef,
  { pullRequest, head }: Deployment,
  { marker, body }: { readonly marker: string; readonly body: string },
): Promise<void> {
  if (pullRequest === undefined) await comments.ensureCommitComment(repository, head, marker, body);
  else await comments.ensureComment(repository, pullRequest, marker, body);
}

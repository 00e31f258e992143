import { type KeptFiles, repositoryOf } from '../../domain/evidence/kept-files.ts';
import type { RepositoryRef } from '../../domain/repository-ref.ts';
import { NotInstalled } from '../../ports/forge.ts';
import type { GitReader } from '../../ports/git.ts';

/** Whether files that were committed can still be had: branches are pruned, and a repository may be closed to the app since. */
export async function isThere(
  git: Pick<GitReader, 'fetchIfThere'>,
  model: RepositoryRef,
  files: KeptFiles,
): Promise<boolean> {
  try {
    const { commit } = files;
    return (await git.fetchIfThere(repositoryOf(model, files), [commit])).has(commit);
  } catch (error) {
    if (!(error instanceof NotInstalled)) throw error;
    return false;
  }
}

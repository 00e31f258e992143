import { type KeptFiles, repositoryOf } from '../../domain/evidence/kept-files.ts';
import type { Deployment } from '../../domain/release.ts';
import type { RepositoryRef } from '../../domain/repository-ref.ts';
import { evidenceLostNote } from '../../domain/texts/evidence-home.ts';
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

/** What readers should know of the evidence of what runs now: that it went with a whole repository. A commit of the own one that is gone is nothing new. */
export async function notesOfLost(
  git: Pick<GitReader, 'fetchIfThere'>,
  model: RepositoryRef,
  current: Deployment | undefined,
): Promise<readonly string[]> {
  const place = current?.evidence.repository;
  return !place || (await isThere(git, model, current.evidence)) ? [] : [evidenceLostNote(place)];
}

import type { Configuration } from '../../domain/configuration/configuration.ts';
import { gitOpsFolders } from '../../domain/configuration/gitops-folders.ts';
import type { RepositoryRef } from '../../domain/repository-ref.ts';
import type { GitReader, TreeEdit } from '../../ports/git.ts';

/** The edits that put a commit's manifests, which are no part of a source tree, back into one. */
export async function keptFolders(
  git: Pick<GitReader, 'folder'>,
  repository: RepositoryRef,
  commit: string,
  configuration: Configuration,
): Promise<readonly TreeEdit[]> {
  const kept = await Promise.all(
    gitOpsFolders(configuration).map(async (path): Promise<TreeEdit[]> => {
      const tree = await git.folder(repository, commit, path);
      return tree ? [{ kind: 'graft', path, tree }] : [];
    }),
  );
  return kept.flat();
}

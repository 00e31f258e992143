import type { TemplateFile } from '../../domain/manifests/template-document.ts';
import type { RepositoryRef } from '../../domain/repository-ref.ts';
import type { GitReader } from '../../ports/git.ts';

/** The files of a tree's folder of templates; their paths begin in that folder. */
export async function templatesIn(
  git: GitReader,
  repository: RepositoryRef,
  tree: string,
  folder: string,
): Promise<readonly TemplateFile[]> {
  const found = await git.files(repository, tree, folder);
  return Promise.all(
    found.map(async ({ path }) => ({
      path: path.slice(folder.length + 1),
      content: (await git.read(repository, tree, path))?.toString() ?? '',
    })),
  );
}

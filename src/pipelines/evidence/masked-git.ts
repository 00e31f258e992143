import type { GitWriter, TreeEdit } from '../../ports/git.ts';

/** A writer whose files and messages hold none of the process's secrets. Pictures are written as they are. */
export function maskedGit<G extends GitWriter>(git: G, mask: (text: string) => string): G {
  const masked = (edit: TreeEdit): TreeEdit =>
    edit.kind === 'write' && typeof edit.content === 'string'
      ? { ...edit, content: mask(edit.content) }
      : edit;
  return {
    ...git,
    edit: (repository, tree, edits) => git.edit(repository, tree, edits.map(masked)),
    makeCommit: (repository, wanted) =>
      git.makeCommit(repository, { ...wanted, message: mask(wanted.message) }),
  };
}

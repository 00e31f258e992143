import type { RepositoryRef } from '../domain/repository-ref.ts';
import type { Git } from '../ports/git.ts';

export interface Addition {
  readonly branch: string;
  /** The folder that the tree is put at; it does not exist yet, or holds the same tree. */
  readonly path: string;
  readonly tree: string;
  readonly message: string;
  /** ISO 8601. */
  readonly at: string;
}

const attempts = 20;

/**
 * Adds a folder to a branch that only grows, and gives the commit that holds it. Others add at the same time: a lost race starts over
 * on the new tip. A folder that is there with the same content is success, so doing it twice is doing it once.
 */
export async function appendToBranch(
  git: Git,
  repository: RepositoryRef,
  addition: Addition,
): Promise<string> {
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const tip = (await git.heads(repository, [addition.branch])).get(addition.branch);
    const before = tip && (await git.commit(repository, tip)).tree;
    const tree = await git.edit(repository, before, [
      { kind: 'remove', path: addition.path },
      { kind: 'graft', path: addition.path, tree: addition.tree },
    ]);
    if (tip && tree === before) return tip;
    const commit = await git.makeCommit(repository, {
      tree,
      parents: tip ? [tip] : [],
      message: addition.message,
      at: addition.at,
    });
    if ((await git.push(repository, addition.branch, tip, commit)) === 'pushed') return commit;
  }
  throw new Error(`${addition.branch} moved ${attempts} times while we were adding ${addition.path}`);
}

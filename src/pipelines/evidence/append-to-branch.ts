import type { RepositoryRef } from '../../domain/repository-ref.ts';
import type { Git } from '../../ports/git.ts';

export interface Addition {
  readonly branch: string;
  /** The folder that the tree is put at, chosen on the tip that it is added to (none: the branch is new). */
  pathOn(tip: string | undefined): Promise<string>;
  readonly tree: string;
  readonly message: string;
  /** ISO 8601. */
  readonly at: string;
}

/** Where an addition lies. */
export interface Added {
  readonly commit: string;
  readonly path: string;
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
): Promise<Added> {
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const tip = (await git.heads(repository, [addition.branch])).get(addition.branch);
    const path = await addition.pathOn(tip);
    const before = tip && (await git.commit(repository, tip)).tree;
    const tree = await git.edit(repository, before, [
      { kind: 'remove', path },
      { kind: 'graft', path, tree: addition.tree },
    ]);
    if (tip && tree === before) return { commit: tip, path };
    const commit = await git.makeCommit(repository, {
      tree,
      parents: tip ? [tip] : [],
      message: addition.message,
      at: addition.at,
    });
    if ((await git.push(repository, addition.branch, tip, commit)) === 'pushed') return { commit, path };
  }
  throw new Error(`${addition.branch} moved ${attempts} times while we were adding to it`);
}

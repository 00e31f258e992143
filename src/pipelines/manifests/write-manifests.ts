import type { RepositoryRef } from '../../domain/repository-ref.ts';
import type { Git, TreeEdit } from '../../ports/git.ts';
import type { PlannedManifests } from './plan-manifests.ts';

/** The edits that make a tree hold exactly these manifests in their folder. */
export function manifestEdits({ location: { folder }, files }: PlannedManifests): TreeEdit[] {
  return [
    { kind: 'remove', path: folder },
    ...files.map(({ path, content }): TreeEdit => ({ kind: 'write', path: `${folder}/${path}`, content })),
  ];
}

/**
 * Commits manifests to a branch whose head is `head`, and gives the commit that holds them: `head` itself where they are there
 * already. Undefined where the branch has moved: what moved it is looked at by a run of its own.
 */
export async function writeManifests(
  git: Git,
  repository: RepositoryRef,
  wanted: {
    readonly branch: string;
    readonly head: string;
    readonly manifests: PlannedManifests;
    readonly message: string;
    readonly at: string;
  },
): Promise<string | undefined> {
  const { branch, head, manifests, message, at } = wanted;
  const { tree: before } = await git.commit(repository, head);
  const tree = await git.edit(repository, before, manifestEdits(manifests));
  if (tree === before) return head;
  const commit = await git.makeCommit(repository, { tree, parents: [head], message, at });
  const tip = (await git.heads(repository, [branch])).get(branch);
  if (tip === commit) return commit;
  return (await git.push(repository, branch, head, commit)) === 'pushed' ? commit : undefined;
}

import type { Proposal } from '../../domain/proposal.ts';
import type { RepositoryRef } from '../../domain/repository-ref.ts';
import type { PullRequest } from '../../ports/forge.ts';
import type { Git, TreeEdit } from '../../ports/git.ts';
import type { Proposals } from '../../ports/records.ts';
import { branchOfProposal, pushProposal } from './push-proposal.ts';

/**
 * Makes a proposal anew on the head of its branch where merging it would not give what it proposes any more: somebody changed the folder
 * meanwhile. Commits of people on it are left to them.
 */
export async function refreshProposal(
  { git, proposals }: { readonly git: Git; readonly proposals: Proposals },
  model: RepositoryRef,
  proposal: Proposal,
  { tip, pull }: { readonly tip: string; readonly pull: PullRequest },
): Promise<void> {
  const { location, commit } = proposal;
  const { repository, folder } = location;
  if (pull.state === 'closed' || pull.head.commit !== commit) return;
  await git.fetch(repository, [commit]);
  const merge = await git.merge(repository, tip, commit);
  if (merge.kind === 'tree' && (await git.folder(repository, merge.tree, folder)) === proposal.tree) return;
  const fresh = await rebuilt(git, proposal, tip);
  const branch = branchOfProposal(model, location, proposal);
  await pushProposal(git, repository, branch, { tip, commit: fresh });
  const before = await git.folder(repository, tip, folder);
  await proposals.save(model, { ...proposal, commit: fresh, before });
}

/** The same folder on another commit, with the same words. */
async function rebuilt(
  git: Git,
  { location, tree: folderTree, commit }: Proposal,
  tip: string,
): Promise<string> {
  const { repository, folder: path } = location;
  const { message, committedAt: at } = await git.commit(repository, commit);
  const { tree: before } = await git.commit(repository, tip);
  const graft: TreeEdit[] = folderTree ? [{ kind: 'graft', path, tree: folderTree }] : [];
  const tree = await git.edit(repository, before, [{ kind: 'remove', path }, ...graft]);
  return git.makeCommit(repository, { tree, parents: [tip], message, at });
}

import { type GitOpsLocation, liesOnBranch } from '../../domain/gitops-location.ts';
import { manifestsBranch, rollbackBranch } from '../../domain/names.ts';
import type { Proposal } from '../../domain/proposal.ts';
import { formatRepository, type RepositoryRef } from '../../domain/repository-ref.ts';
import type { Git } from '../../ports/git.ts';
import { explainRefusal } from '../reporting/explain-refusal.ts';

/**
 * The branch of ours that manifests of a model wait on. In a repository that several share it has the model's repository in it: names in
 * configurations are anybody's to choose.
 */
export function branchOfProposal(
  model: RepositoryRef,
  location: GitOpsLocation,
  { deployment: { environment }, rollback }: Pick<Proposal, 'deployment' | 'rollback'>,
): string {
  const isOwn = liesOnBranch(location, model, location.branch);
  const name = rollback ? rollbackBranch : manifestsBranch;
  return name(environment, isOwn ? undefined : formatRepository(model));
}

/**
 * Puts a commit on `tip` onto our branch, and gives the branch's head: one that merges to the same is left as it stands, so that nobody's
 * approval is lost for nothing. Throws a PersonError where the forge refuses the push.
 */
export async function pushProposal(
  git: Git,
  repository: RepositoryRef,
  branch: string,
  { tip, commit }: { readonly tip: string; readonly commit: string },
): Promise<string> {
  const standing = (await git.heads(repository, [branch])).get(branch);
  if (standing && (await mergesTo(git, repository, { tip, commit }, standing))) return standing;
  const pushed = await git
    .push(repository, branch, standing, commit)
    .catch((error: unknown) => explainRefusal(error, 'manifests'));
  if (pushed === 'moved') throw new Error(`${branch} moved while manifests were being put onto it`);
  return commit;
}

async function mergesTo(
  git: Git,
  repository: RepositoryRef,
  { tip, commit }: { readonly tip: string; readonly commit: string },
  standing: string,
): Promise<boolean> {
  const merge = await git.merge(repository, tip, standing);
  return merge.kind === 'tree' && merge.tree === (await git.commit(repository, commit)).tree;
}

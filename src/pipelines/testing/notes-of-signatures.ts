import { isOwnBranch } from '../../domain/names.ts';
import type { RepositoryRef } from '../../domain/repository-ref.ts';
import { unsignedNote } from '../../domain/texts/push-refusals.ts';
import type { BranchRules } from '../../ports/forge.ts';
import type { GitWriter } from '../../ports/git.ts';
import type { Pin } from './pin-pull-request.ts';

export interface SignaturePorts {
  readonly git: Pick<GitWriter, 'committer'>;
  readonly rules: BranchRules;
}

/** A commit of Tailrace's own that is not signed can't come onto a branch that wants signatures: its pull request says how to mend that. */
export async function notesOfSignatures(
  { git, rules }: SignaturePorts,
  repository: RepositoryRef,
  { headBranch, baseBranch }: Pin,
): Promise<string[]> {
  if (!isOwnBranch(headBranch) || git.committer.key !== undefined) return [];
  const found = await rules.of(repository, baseBranch);
  return found.has('required_signatures') ? [unsignedNote(baseBranch, git.committer)] : [];
}

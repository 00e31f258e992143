import type { Deployment } from '../../domain/release.ts';
import type { RepositoryRef } from '../../domain/repository-ref.ts';
import type { GitReader } from '../../ports/git.ts';

/** Whether an environment's branch no longer has the commit that was deployed from it, be it that the forge has forgotten it by now. */
export async function wasPushedOver(
  git: GitReader,
  repository: RepositoryRef,
  { head: deployed }: Deployment,
  head: string,
): Promise<boolean> {
  if (deployed === head) return false;
  const there = await git.fetchIfThere(repository, [deployed]);
  return !there.has(deployed) || (await git.mergeBase(repository, deployed, head)) !== deployed;
}

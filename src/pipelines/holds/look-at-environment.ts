import type { Station } from '../../domain/release.ts';
import type { RepositoryRef } from '../../domain/repository-ref.ts';
import type { Queue } from '../../ports/queue.ts';

/** Has everything made anew that the beginning or the end of a hold changes: the delivery, and the promotions in and out. */
export async function lookAtEnvironment(
  queue: Queue,
  repository: RepositoryRef,
  { branch, nextBranch }: Station,
): Promise<void> {
  await queue.enqueue({ kind: 'deliver-branch', repository, branch });
  await queue.enqueue({ kind: 'offer-promotion', repository, branch });
  if (nextBranch) await queue.enqueue({ kind: 'offer-promotion', repository, branch: nextBranch });
}

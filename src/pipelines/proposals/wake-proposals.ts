import { formatRepository, type RepositoryRef } from '../../domain/repository-ref.ts';
import type { GitReader } from '../../ports/git.ts';
import type { Queue } from '../../ports/queue.ts';
import type { ProposalOf, Proposals } from '../../ports/records.ts';

export interface WakePorts {
  readonly git: GitReader;
  readonly proposals: Proposals;
  readonly queue: Queue;
}

/** Has the environments looked at whose manifests wait to go to this branch, where its new head changes their folder. */
export async function wakeProposals(
  ports: WakePorts,
  { repository, branch }: { readonly repository: RepositoryRef; readonly branch: string },
  head: string,
): Promise<void> {
  for (const waiting of await ports.proposals.into(repository, branch)) {
    const { location, before } = waiting.proposal;
    if (isOf(waiting, repository, branch)) continue;
    if ((await ports.git.folder(repository, head, location.folder)) !== before)
      await wake(ports.queue, waiting);
  }
}

/** Has an environment's branch looked at by whoever looks at branches: what waits for it is settled then. */
export async function wake(queue: Queue, { repository, proposal: { branch } }: ProposalOf): Promise<void> {
  await queue.enqueue({ kind: 'deliver-branch', repository, branch });
}

/** The branch's own are settled by the very run that looks at it. */
function isOf({ repository, proposal }: ProposalOf, where: RepositoryRef, branch: string): boolean {
  return formatRepository(repository) === formatRepository(where) && proposal.branch === branch;
}

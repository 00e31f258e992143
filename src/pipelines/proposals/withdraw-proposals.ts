import type { Held } from '../../domain/holds/hold.ts';
import type { Proposal } from '../../domain/proposal.ts';
import { formatRepository, type RepositoryRef } from '../../domain/repository-ref.ts';
import { heldProposalComment } from '../../domain/texts/holds.ts';
import { withdrawnComment } from '../../domain/texts/proposals.ts';
import { closeWith, type SettlePorts, settleProposal } from './settle-proposals.ts';
import { tellProposal } from './tell-proposal.ts';

/** Closes what waits for an environment that runs something else by now, with a word. */
export async function withdrawProposals(
  ports: SettlePorts,
  repository: RepositoryRef,
  branch: string,
  held?: Held,
): Promise<void> {
  for (const proposal of await ports.proposals.ofBranch(repository, branch))
    if (!held || !proposal.rollback) await withdraw(ports, repository, proposal, held);
}

/** What a hold takes back is deployed at its end. */
async function withdraw(
  ports: SettlePorts,
  repository: RepositoryRef,
  proposal: Proposal,
  held?: Held,
): Promise<void> {
  const { location, number, deployment } = proposal;
  const pull = await ports.pullRequests.get(location.repository, number);
  const withdrawn = { ...proposal, state: 'withdrawn' } as const;
  if (pull.state === 'open') {
    const { environment } = deployment;
    const running = await ports.deployments.current(repository, environment);
    const word = held
      ? heldProposalComment(environment, held)
      : withdrawnComment(environment, running?.release.commit);
    if (held) await ports.deployments.save(repository, { ...deployment, came: 'withheld' });
    await closeWith(ports, proposal, word);
    await tellProposal(ports, repository, withdrawn);
  }
  await ports.proposals.save(repository, withdrawn);
}

/**
 * Ends the older proposals of an environment when a newer release is proposed: in the same pull request it took their place; another
 * pull request, of another place, is settled or closed.
 */
export async function replaceOlder(
  ports: SettlePorts,
  repository: RepositoryRef,
  newer: Proposal,
): Promise<void> {
  const waiting = await ports.proposals.ofBranch(repository, newer.branch);
  for (const older of waiting) {
    if (older.deployment.release.commit === newer.deployment.release.commit) continue;
    if (isSamePullRequest(older, newer)) await replace(ports, repository, older);
    else await settleOrWithdraw(ports, repository, older);
  }
}

async function settleOrWithdraw(
  ports: SettlePorts,
  repository: RepositoryRef,
  older: Proposal,
): Promise<void> {
  const fate = await settleProposal(ports, repository, older);
  if (fate === 'waits' || fate === 'reopened') await withdraw(ports, repository, older);
}

function isSamePullRequest(one: Proposal, other: Proposal): boolean {
  const [here, there] = [one, other].map(({ location }) => formatRepository(location.repository));
  return one.number === other.number && here === there;
}

async function replace(ports: SettlePorts, repository: RepositoryRef, older: Proposal): Promise<void> {
  const replaced = { ...older, state: 'replaced' } as const;
  await tellProposal(ports, repository, replaced);
  await ports.proposals.save(repository, replaced);
}

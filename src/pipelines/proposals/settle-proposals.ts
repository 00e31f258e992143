import { marker } from '../../domain/names.ts';
import { PersonError } from '../../domain/person-error.ts';
import { judgeProposal, type Proposal, type ProposalFate } from '../../domain/proposal.ts';
import type { RepositoryRef } from '../../domain/repository-ref.ts';
import { alreadyThereComment, declinedComment, editedManifestsNote } from '../../domain/texts/proposals.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Comments, PullRequest, PullRequests } from '../../ports/forge.ts';
import type { Git } from '../../ports/git.ts';
import type { Queue } from '../../ports/queue.ts';
import type { Deployments, Proposals, Roads } from '../../ports/records.ts';
import { headOfLocation } from '../manifests/head-of-location.ts';
import { deployedReport } from '../reporting/release-report.ts';
import { refreshProposal } from './refresh-proposal.ts';
import { type TellProposalPorts, tellEveryone, tellProposal } from './tell-proposal.ts';

export type SettlePorts = TellProposalPorts & {
  readonly git: Git;
  readonly pullRequests: PullRequests;
  readonly proposals: Proposals;
  readonly deployments: Deployments;
  readonly comments: Comments;
  readonly roads: Roads;
  readonly queue: Queue;
  readonly clock: Clock;
};

/** Looks at what waits for a person in an environment, and acts on what people did: a merge deploys, a closing declines. */
export async function settleProposals(
  ports: SettlePorts,
  repository: RepositoryRef,
  branch: string,
  which: (proposal: Proposal) => boolean = () => true,
): Promise<void> {
  for (const proposal of (await ports.proposals.ofBranch(repository, branch)).filter(which))
    await settleProposal(ports, repository, proposal);
}

/** The same for one. Where Tailrace can't get to its repository any more it stays as it is. */
export async function settleProposal(
  ports: SettlePorts,
  repository: RepositoryRef,
  proposal: Proposal,
): Promise<ProposalFate> {
  const { location, number, tree } = proposal;
  const tip = await headOfLocation(ports.git, location).catch((error: unknown) => {
    if (error instanceof PersonError) return undefined;
    throw error;
  });
  if (tip === undefined) return 'waits';
  const pull = await ports.pullRequests.get(location.repository, number);
  const lying = await ports.git.folder(location.repository, tip, location.folder);
  const isThere = lying === tree;
  const hasImage = isThere || (await holdsImage(ports.git, proposal, tip));
  const fate = judgeProposal(proposal, pull, { isThere, hasImage });
  await act(ports, repository, proposal, { fate, tip, pull });
  return fate;
}

/** Whether a file of the manifests' folder names the image, or nothing is served anyway. */
async function holdsImage(
  git: Git,
  { location: { repository, folder }, nothingServed, deployment }: Proposal,
  tip: string,
): Promise<boolean> {
  if (nothingServed !== undefined) return true;
  const { tree } = await git.commit(repository, tip);
  for (const { path } of await git.files(repository, tree, folder)) {
    if ((await git.read(repository, tree, path))?.includes(deployment.release.image.digest)) return true;
  }
  return false;
}

interface Seen {
  readonly fate: ProposalFate;
  /** The head of the manifests' branch. */
  readonly tip: string;
  readonly pull: PullRequest;
}

/** The proposal's new state is stored last: what was cut off is done again, and comes to the same. */
async function act(
  ports: SettlePorts,
  repository: RepositoryRef,
  proposal: Proposal,
  seen: Seen,
): Promise<void> {
  switch (seen.fate) {
    case 'waits':
      return refreshProposal(ports, repository, proposal, seen);
    case 'merged':
    case 'edited':
    case 'there':
      return deploy(ports, repository, proposal, seen);
    case 'changed': {
      const changed = { ...proposal, state: 'changed' } as const;
      await tellProposal(ports, repository, changed);
      return ports.proposals.save(repository, changed);
    }
    case 'declined':
      return decline(ports, repository, { ...proposal, state: 'declined' });
    case 'reopened': {
      const open = { ...proposal, state: 'open' } as const;
      await tellProposal(ports, repository, open);
      return ports.proposals.save(repository, open);
    }
  }
}

async function deploy(
  ports: SettlePorts,
  repository: RepositoryRef,
  proposal: Proposal,
  { fate, tip, pull }: Seen,
): Promise<void> {
  const { location, nothingServed, branch } = proposal;
  const { environment, release } = proposal.deployment;
  // Of edited ones, what was proposed is what Tailrace wrote: so the difference is found.
  const manifests = { ...location, commit: fate === 'edited' ? proposal.commit : tip };
  const deployment = {
    ...proposal.deployment,
    ...{ by: pull.mergedBy ?? proposal.deployment.by, at: ports.clock.now().toISOString() },
    ...(nothingServed === undefined ? { manifests } : {}),
  };
  await ports.deployments.save(repository, deployment);
  const report = deployedReport(ports.links, repository, proposal.report, { deployment, nothingServed });
  const notes = [...report.notes, ...(fate === 'edited' ? [editedManifestsNote(location)] : [])];
  await tellEveryone(ports, repository, proposal, { ...report, notes });
  if (fate === 'there') await closeWith(ports, proposal, alreadyThereComment(environment, release.commit));
  await ports.queue.enqueue({ kind: 'follow-rollout', repository, environment });
  await offerFurther(ports, repository, branch);
  await ports.proposals.save(repository, { ...proposal, state: 'deployed' });
}

/** Leaves a word on a proposal's pull request and closes it. */
export async function closeWith(
  { comments, pullRequests }: Pick<SettlePorts, 'comments' | 'pullRequests'>,
  { location, number, deployment }: Proposal,
  body: string,
): Promise<void> {
  const ours = marker('manifests', deployment.environment);
  await comments.ensureComment(location.repository, number, ours, body);
  await pullRequests.close(location.repository, number);
}

async function decline(ports: SettlePorts, repository: RepositoryRef, proposal: Proposal): Promise<void> {
  const { proposed } = await tellProposal(ports, repository, proposal);
  const { environment } = proposal.deployment;
  const newest = proposal.broughtBy.at(-1);
  if (proposed && newest) {
    const ours = marker('deployment', environment);
    const body = declinedComment(environment, proposal.name, proposed);
    if (newest.pullRequest)
      await ports.comments.ensureComment(repository, newest.pullRequest.number, ours, body);
    else await ports.comments.ensureCommitComment(repository, newest.commit, ours, body);
  }
  await ports.proposals.save(repository, proposal);
}

/** The promotion out of the environment, and the one into it. */
async function offerFurther(
  { roads, queue }: SettlePorts,
  repository: RepositoryRef,
  branch: string,
): Promise<void> {
  const next = (await roads.at(repository, branch))?.nextBranch;
  await queue.enqueue({ kind: 'offer-promotion', repository, branch });
  if (next) await queue.enqueue({ kind: 'offer-promotion', repository, branch: next });
}

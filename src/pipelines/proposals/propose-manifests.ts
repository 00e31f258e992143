import { repositoryOf } from '../../domain/evidence/kept-files.ts';
import { liesOnBranch } from '../../domain/gitops-location.ts';
import { checkName } from '../../domain/names.ts';
import type { Bringer, Proposal } from '../../domain/proposal.ts';
import type { ProposalReason } from '../../domain/proposed.ts';
import type { Deployment } from '../../domain/release.ts';
import type { RepositoryRef } from '../../domain/repository-ref.ts';
import type { TestReport } from '../../domain/test-report.ts';
import {
  type ProposalText,
  proposalBody,
  proposalCheck,
  proposalTitle,
} from '../../domain/texts/proposals.ts';
import type { Checks, ForgeLinks, PullRequests } from '../../ports/forge.ts';
import type { Git } from '../../ports/git.ts';
import type { Queue } from '../../ports/queue.ts';
import type { Proposals } from '../../ports/records.ts';
import type { WantedManifests } from '../manifests/write-manifests.ts';
import { testAtOnce } from '../promotion/test-at-once.ts';
import { branchOfProposal, pushProposal } from './push-proposal.ts';

export interface ProposePorts {
  readonly git: Git;
  readonly pullRequests: PullRequests;
  readonly proposals: Proposals;
  readonly checks: Checks;
  readonly queue: Queue;
  readonly links: ForgeLinks;
}

/** Manifests that go by a pull request. */
export interface Proposing {
  readonly repository: RepositoryRef;
  readonly name: string;
  /** The environment's branch. */
  readonly branch: string;
  /** What counts once they are merged. */
  readonly deployment: Deployment;
  readonly broughtBy: Bringer;
  readonly report: TestReport;
  readonly wanted: WantedManifests;
  /** The head of the manifests' branch, and the commit on it that holds them. */
  readonly tip: string;
  readonly commit: string;
  readonly reason: ProposalReason;
  /** Markdown: how the push is let through next time, where it was refused. */
  readonly remedy?: string | undefined;
}

/**
 * Opens the pull request with a release's manifests, or puts them into the one that is open, and records it; it gets its check at once.
 * A release that a person declined is not proposed again. Throws a PersonError where the forge refuses the branch.
 */
export async function proposeManifests(ports: ProposePorts, proposing: Proposing): Promise<Proposal> {
  const { repository, deployment, broughtBy } = proposing;
  const { environment, release } = deployment;
  const known = await ports.proposals.find(repository, environment, release.commit);
  if (known?.state === 'declined' && (await isClosed(ports, known))) return known;
  const text = textOf(ports.links, proposing);
  const opened = await open(ports, proposing, text);
  const earlier = known?.state === 'open' ? known.broughtBy : [];
  const others = earlier.filter(({ commit }) => commit !== broughtBy.commit);
  const proposal: Proposal = {
    ...{ name: proposing.name, branch: proposing.branch, deployment, broughtBy: [...others, broughtBy] },
    report: proposing.report,
    ...{ reason: proposing.reason, nothingServed: text.nothingServed, state: 'open', ...opened },
  };
  await ports.proposals.save(repository, proposal);
  await checkAtOnce(ports, repository, proposal, text);
  return proposal;
}

async function isClosed({ pullRequests }: ProposePorts, { location, number }: Proposal): Promise<boolean> {
  const { state, merged } = await pullRequests.get(location.repository, number);
  return state === 'closed' && !merged;
}

/**
 * The branch is pushed first, and the open pull request looked up anew after that: so what somebody merges meanwhile is the older release
 * or this one, and never taken for the other.
 */
async function open(
  { git, pullRequests }: ProposePorts,
  { repository: model, deployment, wanted, tip, commit }: Proposing,
  text: ProposalText,
): Promise<Pick<Proposal, 'location' | 'number' | 'commit' | 'tree' | 'before'>> {
  const { location } = wanted.manifests;
  const { repository, folder, branch: base } = location;
  const head = branchOfProposal(model, location, { deployment });
  const pushed = await pushProposal(git, repository, head, { tip, commit });
  const said = { title: proposalTitle(text), body: proposalBody(text) };
  const { number } = await pullRequests.ensure(repository, { head, base, ...said });
  const tree = await git.folder(repository, commit, folder);
  return { location, number, commit: pushed, tree, before: await git.folder(repository, tip, folder) };
}

function textOf(
  links: ForgeLinks,
  { repository, name, deployment, broughtBy, wanted, reason, remedy }: Proposing,
): ProposalText {
  const { environment, release, evidence } = deployment;
  const { location, nothingServed } = wanted.manifests;
  const { pullRequest, commit } = broughtBy;
  const shown = {
    'Where it comes from': pullRequest
      ? links.pullRequest(repository, pullRequest.number)
      : links.commit(repository, commit),
    Evidence: links.folder(repositoryOf(repository, evidence), evidence.commit, evidence.path),
  };
  return { name, environment, release, reason, remedy, location, nothingServed, links: shown };
}

/**
 * On the environment's branch it is tested as every pull request is: its source tree is known, so nothing is run. Elsewhere nobody else
 * would check it.
 */
async function checkAtOnce(
  { checks, queue }: ProposePorts,
  repository: RepositoryRef,
  { location, branch: base, deployment, number, commit: head }: Proposal,
  text: ProposalText,
): Promise<void> {
  if (!liesOnBranch(location, repository, base)) {
    const check = { name: checkName(deployment.environment), head, state: 'success' } as const;
    return checks.ensureCheck(location.repository, { ...check, ...proposalCheck(text) });
  }
  await testAtOnce(queue, repository, number, { head, base });
}

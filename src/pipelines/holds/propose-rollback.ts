import { checkName } from '../../domain/names.ts';
import type { Proposal } from '../../domain/proposal.ts';
import type { PushRefusal } from '../../domain/push-refusal.ts';
import type { Deployment } from '../../domain/release.ts';
import { rollbackCheck, rollbackProposalBody, rollbackTitle } from '../../domain/texts/rollback-proposal.ts';
import type { Checks, PullRequests } from '../../ports/forge.ts';
import type { Git } from '../../ports/git.ts';
import type { Proposals } from '../../ports/records.ts';
import { headOfLocation } from '../manifests/head-of-location.ts';
import type { PlannedManifests } from '../manifests/plan-manifests.ts';
import { manifestsOn, type RecordedManifests, type WantedManifests } from '../manifests/write-manifests.ts';
import { branchOfProposal, pushProposal } from '../proposals/push-proposal.ts';
import type { Asking } from './asking.ts';

export interface ProposeRollbackPorts {
  readonly git: Git;
  readonly pullRequests: PullRequests;
  readonly proposals: Proposals;
  readonly checks: Checks;
}

export interface ProposedRollback {
  /** The environment's branch. */
  readonly branch: string;
  readonly from: Deployment;
  /** What counts once it is merged. */
  readonly to: Deployment;
  readonly wanted: WantedManifests<RecordedManifests | PlannedManifests>;
  readonly refusal: PushRefusal;
}

/**
 * Opens the pull request that brings older manifests back where the branch takes no push of ours; its check is green at once, since what it
 * brings ran there before. Throws a PersonError where the forge refuses that branch, too.
 */
export async function proposeRollback(
  ports: ProposeRollbackPorts,
  { repository: model, by }: Asking,
  { branch, from, to, wanted, refusal }: ProposedRollback,
): Promise<Proposal> {
  const { location } = wanted.manifests;
  const { repository, folder, branch: base } = location;
  const tip = await headOfLocation(ports.git, location);
  const commit = await manifestsOn(ports.git, tip, wanted);
  const deployment: Deployment = { ...to, came: 'rollback' };
  const head = branchOfProposal(model, location, { deployment, rollback: true });
  const pushed = await pushProposal(ports.git, repository, head, { tip, commit });
  const text = { environment: to.environment, from, to, by, base, refusal };
  const said = { title: rollbackTitle(text), body: rollbackProposalBody(text) };
  const { number } = await ports.pullRequests.ensure(repository, { head, base, ...said });
  const name = to.environment;
  const proposal: Proposal = {
    ...{ name, branch, deployment, broughtBy: [], location, number, commit: pushed, rollback: true },
    ...{ report: reportOf(to), reason: 'refused', state: 'open' },
    tree: await ports.git.folder(repository, commit, folder),
    before: await ports.git.folder(repository, tip, folder),
  };
  await ports.proposals.save(model, proposal);
  const check = { name: checkName(to.environment), head: pushed, state: 'success' } as const;
  await ports.checks.ensureCheck(repository, { ...check, ...rollbackCheck(text) });
  return proposal;
}

/** Nothing is measured for it, and nobody is shown it. */
function reportOf({ environment }: Deployment): Proposal['report'] {
  return {
    ...{ name: environment, environment, state: 'passed', gates: [], metrics: {}, reused: true },
    ...{ notes: [], road: [], links: {} },
  };
}

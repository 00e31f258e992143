import type { Proposal } from '../../domain/proposal.ts';
import type { RepositoryRef } from '../../domain/repository-ref.ts';
import type { TestReport } from '../../domain/test-report.ts';
import type { ForgeLinks } from '../../ports/forge.ts';
import { type PublishPorts, showCheck, showComment } from '../reporting/publish.ts';
import { proposedReport } from '../reporting/release-report.ts';

export type TellProposalPorts = PublishPorts & { readonly links: ForgeLinks };

/** Says what became of a proposal, wherever its release was brought. */
export async function tellProposal(
  ports: TellProposalPorts,
  repository: RepositoryRef,
  proposal: Proposal,
): Promise<TestReport> {
  const proposed = proposedReport(ports.links, repository, proposal);
  await tellEveryone(ports, repository, proposal, proposed);
  return proposed;
}

/** Shows a report on the heads and on the pull requests that brought the release. */
export async function tellEveryone(
  ports: PublishPorts,
  repository: RepositoryRef,
  { broughtBy }: Proposal,
  report: TestReport,
): Promise<void> {
  for (const { commit, pullRequest } of broughtBy) {
    await showCheck(ports.checks, { repository, head: commit }, report);
    // The check of what was merged has done its work; people read the comment.
    if (pullRequest) await showComment(ports.comments, repository, pullRequest.number, report);
  }
}

import type { Proposal } from '../../domain/proposal.ts';
import type { Deployment } from '../../domain/release.ts';
import type { RepositoryRef } from '../../domain/repository-ref.ts';
import type { TestReport } from '../../domain/test-report.ts';
import { hotfixNote } from '../../domain/texts/hotfix.ts';
import { proposalReference } from '../../domain/texts/proposals.ts';
import type { ForgeLinks } from '../../ports/forge.ts';
import { linksOf } from './make-report.ts';
import { plotPairs } from './plot-pairs.ts';

/** A release that is in its environment now. */
interface Put {
  readonly deployment: Deployment;
  readonly nothingServed: string | undefined;
}

/** The report of a release that passed, once it is deployed. */
export function deployedReport(
  links: ForgeLinks,
  repository: RepositoryRef,
  report: TestReport,
  { deployment, nothingServed }: Put,
): TestReport {
  const { environment, manifests: written } = deployment;
  const road = report.road.map((stop) =>
    stop.environment === environment ? { ...stop, state: 'done' as const } : stop,
  );
  const manifests = written
    ? { Manifests: links.folder(written.repository, written.commit, written.folder) }
    : {};
  const deployed = { release: deployment.release.commit, by: deployment.by, nothingServed };
  const notes = [...report.notes, ...(deployment.release.hotfixOf ? [hotfixNote(environment)] : [])];
  return {
    ...report,
    ...{ road, deployed, notes },
    plots: plotsOf(links, repository, report, deployment),
    links: { ...evidenceOf(links, repository, report, deployment), ...manifests },
  };
}

/** The report of a release that passed, while its manifests wait in a pull request, or when nothing came of that. */
export function proposedReport(links: ForgeLinks, repository: RepositoryRef, proposal: Proposal): TestReport {
  const { deployment, location, number, reason, state, report } = proposal;
  if (state === 'deployed') return report;
  const url = links.pullRequest(location.repository, number);
  const proposed = {
    ...{ release: deployment.release.commit, state, reason, branch: location.branch },
    ...{ url, reference: proposalReference(repository, proposal) },
  };
  return {
    ...report,
    proposed,
    plots: plotsOf(links, repository, report, deployment),
    links: { ...evidenceOf(links, repository, report, deployment), Manifests: url },
  };
}

function plotsOf(
  links: ForgeLinks,
  repository: RepositoryRef,
  { result, baseline, plots }: TestReport,
  { evidence }: Deployment,
): TestReport['plots'] {
  return result ? plotPairs(links, repository, evidence, { result, baseline }) : plots;
}

function evidenceOf(
  links: ForgeLinks,
  repository: RepositoryRef,
  { result }: TestReport,
  { evidence }: Deployment,
): TestReport['links'] {
  return result ? linksOf(links, repository, evidence, result) : {};
}

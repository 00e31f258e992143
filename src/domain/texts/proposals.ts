import { type GitOpsLocation, liesOnBranch } from '../gitops-location.ts';
import { marker } from '../names.ts';
import type { Proposal } from '../proposal.ts';
import type { ProposalReason, Proposed } from '../proposed.ts';
import type { Release } from '../release.ts';
import { formatRepository, type RepositoryRef } from '../repository-ref.ts';
import { bare, code, fold, link, paragraphs, plain } from './markdown.ts';
import { short } from './numbers.ts';

/** Manifests that wait in a pull request: its own texts, and what is said of it where the release came from. */

export interface ProposalText {
  readonly name: string;
  readonly environment: string;
  readonly release: Release;
  readonly reason: ProposalReason;
  /** Markdown: how Tailrace's push is let through next time, where it was refused. */
  readonly remedy: string | undefined;
  readonly location: GitOpsLocation;
  readonly nothingServed: string | undefined;
  /** Where the release came from and what was found: links, by what they are called. */
  readonly links: Readonly<Record<string, string>>;
}

export function proposalTitle({ name, environment, release }: Omit<ProposalText, 'links'>): string {
  return bare(`Deploy ${name} ${short(release.commit)} to ${environment}`);
}

export function proposalBody(text: ProposalText): string {
  const { name, environment, release, location, nothingServed } = text;
  const links = Object.entries(text.links).map(([called, url]) => link(called, url));
  return paragraphs([
    `Merging this puts release \`${short(release.commit)}\` of **${plain(name)}** into **${plain(environment)}**: it holds exactly its manifests, in ${code(location.folder)}. The image is the one that was tested.`,
    nothingServed && `Nothing is served there: ${nothingServed}`,
    `It is a pull request because ${reasonText(text.reason, location.branch)}.`,
    text.remedy && fold('How Tailrace may push the next release by itself', text.remedy),
    `**Image** \`${release.image.repository}@${release.image.digest}\`\n**Release** \`${release.commit}\``,
    links.length > 0 && links.join(' · '),
    'Closing it without a merge declines this release; the next one is proposed anew. This branch is made by Tailrace: a newer release takes the place of what lies on it.',
  ]);
}

function reasonText(reason: ProposalReason, branch: string): string {
  switch (reason) {
    case 'asked':
      return 'the configuration asks for one (`gitops.write: pull_request`)';
    case 'refused':
      return `the branch ${code(branch)} takes no push of Tailrace's`;
  }
}

/** The check of a proposal in a repository without a configuration of its own: what it brings was tested where it comes from. */
export function proposalCheck({ name, environment, release, links }: ProposalText): {
  title: string;
  summary: string;
} {
  const found = Object.entries(links).map(([called, url]) => link(called, url));
  return {
    title: bare(`${name} ${short(release.commit)} passed its test for ${environment}`),
    summary: paragraphs([
      `Release \`${short(release.commit)}\` of **${plain(name)}** passed its test and its gates for **${plain(environment)}**. This pull request holds its manifests, and nothing is built or run for it.`,
      found.join(' · '),
    ]),
  };
}

/** How a proposal's pull request is called: `#5`, in another repository `acme/gitops#5`. */
export function proposalReference(
  repository: RepositoryRef,
  { location, number }: Pick<Proposal, 'location' | 'number'>,
): string {
  const isOwn = liesOnBranch(location, repository, location.branch);
  return `${isOwn ? '' : formatRepository(location.repository)}#${number}`;
}

/** The verdict in one line without Markdown. */
export function proposedVerdict(name: string, environment: string, { state, reference }: Proposed): string {
  switch (state) {
    case 'open':
      return `${name} passed and waits for the merge of ${reference} to be deployed to ${environment}`;
    case 'declined':
      return `${name} is not deployed to ${environment}: ${reference} was closed`;
    case 'replaced':
      return `${name} was not deployed to ${environment}: a newer release took its place in ${reference}`;
    case 'withdrawn':
      return `${name} was not deployed to ${environment}: ${reference} became needless`;
    case 'changed':
      return `${name} is not deployed to ${environment}: ${reference} was merged with another image`;
  }
}

/** What that means for the reader. */
export function proposedLine(environment: string, proposed: Proposed): string {
  const release = `release \`${short(proposed.release)}\``;
  const there = link(proposed.reference, proposed.url);
  switch (proposed.state) {
    case 'open':
      return `**Merging ${there} deploys ${release}.** That pull request holds its manifests, because ${reasonText(proposed.reason, proposed.branch)}. Until then what ran before runs on in **${plain(environment)}**, and nothing is offered further.`;
    case 'declined':
      return `${there} was closed without a merge, so ${release} is declined for **${plain(environment)}**: what ran before runs on. Reopen and merge it to deploy this release after all; the next release is proposed anew.`;
    case 'replaced':
      return `Nobody had merged ${there} when a newer release came and took the place of ${release} in it. This one was never deployed to **${plain(environment)}**.`;
    case 'changed':
      return `${there} was merged, but what lies there now does not hold the image of ${release}: it counts as not deployed to **${plain(environment)}**, and nothing is offered further. Merge a newer release, or put the image back by reverting that change, to go on.`;
    case 'withdrawn':
      return `${there} was closed, since **${plain(environment)}** got another release before anybody merged it: ${release} was never deployed there.`;
  }
}

/** Told to whoever brought the release: an edit of the other comment notifies nobody. */
export function declinedComment(environment: string, name: string, proposed: Proposed): string {
  return paragraphs([
    marker('deployment', environment),
    `### ✋ ${plain(proposedVerdict(name, environment, proposed))}`,
    proposedLine(environment, proposed),
  ]);
}

/** The word with which Tailrace closes a proposal. */
export function withdrawnComment(environment: string, running: string | undefined): string {
  const now = running ? `runs release \`${short(running)}\`` : 'has moved on';
  return paragraphs([
    marker('manifests', environment),
    `**Not needed any more:** ${plain(environment)} ${now}, so Tailrace closed this. Nothing has to be done.`,
  ]);
}

export function alreadyThereComment(environment: string, release: string): string {
  return paragraphs([
    marker('manifests', environment),
    `**Not needed any more:** the branch holds these manifests already, so release \`${short(release)}\` counts as deployed to ${plain(environment)}, and Tailrace closed this. Nothing has to be done.`,
  ]);
}

/** Said of a deployment whose manifests are not those that were proposed. */
export function editedManifestsNote({ folder, branch }: GitOpsLocation): string {
  return `**Edited by hand:** ${code(folder)} on ${code(branch)} does not hold what Tailrace had proposed there. It is deployed as it was merged; the next release brings Tailrace's own manifests again.`;
}

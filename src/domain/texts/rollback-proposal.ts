import type { PushRefusal } from '../push-refusal.ts';
import type { Deployment } from '../release.ts';
import { bare, code, fold, paragraphs, plain } from './markdown.ts';
import { short } from './numbers.ts';
import { remediesOf } from './push-refusals.ts';

/** A rollback that goes by a pull request, since its branch takes no push of Tailrace's. */
export interface RollbackProposalText {
  readonly environment: string;
  readonly from: Deployment;
  readonly to: Deployment;
  readonly by: string;
  /** The branch that it goes into. */
  readonly base: string;
  readonly refusal: PushRefusal;
}

export function rollbackTitle({ environment, to }: RollbackProposalText): string {
  return bare(`Roll ${environment} back to ${short(to.release.commit)}`);
}

export function rollbackProposalBody(text: RollbackProposalText): string {
  const { environment, from, to, by, base, refusal } = text;
  const { image, commit } = to.release;
  return paragraphs([
    `**Merging this takes release \`${short(from.release.commit)}\` out of ${plain(environment)} at once:** it holds the manifests of release \`${short(commit)}\` as they were deployed there on ${to.at.slice(0, 10)}. Nothing is built or run for it. ${plain(by, 60)} asked for it.`,
    whoMerges(refusal),
    fold(`How Tailrace may push to ${plain(base)} by itself next time`, remediesOf(refusal)),
    `**Image** \`${image.repository}@${image.digest}\`\n**Release** \`${commit}\``,
  ]);
}

export function rollbackCheck({ environment, from, to }: RollbackProposalText): {
  title: string;
  summary: string;
} {
  return {
    title: bare(`Rolls ${environment} back to ${short(to.release.commit)}, which ran there before`),
    summary: `Release \`${short(to.release.commit)}\` takes the place of \`${short(from.release.commit)}\` in **${plain(environment)}**, with the manifests that were deployed there on ${to.at.slice(0, 10)}. Its evidence is there already, so nothing is built or run.`,
  };
}

/** Who can merge it, as far as what the forge said of the branch tells. */
function whoMerges({ branch, reasons }: PushRefusal): string {
  const there = code(branch);
  if (reasons.includes('pushers'))
    return `Its check is green. Those can merge it whom ${there} lets push: its rule names them, and administrators of this repository.`;
  if (reasons.includes('pull-request'))
    return `Its check is green. Everybody with write access can merge it, once it has the approvals that ${there} wants.`;
  return 'Its check is green. Everybody with write access can merge it.';
}

/** The answer to whoever asked for it. `reference` is how the pull request is called. */
export function rollbackProposedText(text: RollbackProposalText, reference: string): string {
  const { environment, to, base, refusal } = text;
  return paragraphs([
    `✋ ${code(base)} takes no push of Tailrace's, so **merge ${reference}**: that puts release \`${short(to.release.commit)}\` back into **${plain(environment)}**. ${whoMerges(refusal)}`,
    `**${plain(environment)}** is held already: nothing else is deployed there meanwhile.`,
    fold(`How Tailrace may push to ${plain(base)} by itself next time`, remediesOf(refusal)),
  ]);
}

import type { EvidenceHome } from '../evidence/evidence-home.ts';
import type { Visibility } from '../evidence/visibility.ts';
import { evidenceBranch, runsBranch } from '../names.ts';
import { formatRepository, type RepositoryRef } from '../repository-ref.ts';
import type { Problem } from '../test-report.ts';
import { code, link, paragraphs, plain } from './markdown.ts';

/** Evidence that goes to another repository than the model's. */

export function evidenceNotInstalledText(repository: RepositoryRef, installAt: string): Problem {
  const name = formatRepository(repository);
  return {
    title: `Tailrace is not installed on ${name}`,
    message: paragraphs([
      `\`.tailrace.yml\` sends the evidence to ${code(name)}, and Tailrace's app can't reach that repository: it is not installed there, or there is no such repository. Without evidence nothing is tested or deployed.`,
      `Let an owner of ${plain(repository.owner)} ${link('install the app', installAt)} and choose ${code(name)}, or correct \`evidence.repository\`. Then run the check again.`,
    ]),
  };
}

export function evidenceTooOpenText(
  model: RepositoryRef,
  evidence: RepositoryRef,
  seen: { readonly model: Visibility; readonly evidence: Visibility },
): Problem {
  const [from, to] = [formatRepository(model), formatRepository(evidence)];
  return {
    title: `${to} is ${seen.evidence}, and ${from} is ${seen.model}`,
    message: paragraphs([
      `\`.tailrace.yml\` sends the evidence to ${code(to)}, which is ${seen.evidence}, while ${code(from)} is ${seen.model}. Who may not read the model would read its notebooks, plots, metrics and logs there, so nothing was run and nothing was written.`,
      `Let an administrator make ${code(to)} ${seen.model} (Settings → General → Danger Zone → Change visibility), or name another repository in \`evidence.repository\`. Then run the check again.`,
    ]),
  };
}

/** Said where people who see the pull request may not see what it links to. */
export function fewerReadersNote(repository: RepositoryRef, visibility: Visibility): string {
  const name = code(formatRepository(repository));
  return `**The evidence has fewer readers:** it lies in ${name}, which is ${visibility}. Who may not read that repository sees neither the plots nor what the links lead to; give them read access there.`;
}

/** Said where what runs now has its evidence where Tailrace does not get to any more. */
export function evidenceLostNote(repository: RepositoryRef): string {
  const name = code(formatRepository(repository));
  return `**The evidence of what runs now can't be read:** it lies in ${name}, where Tailrace's app is not installed any more, or it was removed there. So neither the notebooks are compared nor the drift of the data. Let an owner give the app access to ${name} again, and run the check again.`;
}

/** Said on a pull request that moves the evidence. */
export function evidenceMovesNote(before: EvidenceHome, after: EvidenceHome): string {
  return `**The evidence moves:** from ${homeText(before)} to ${homeText(after)}, after the merge. What was written stays where it is and is found there, as long as Tailrace's app may read it. ${readersText(after)}`;
}

/** Said on a first set-up whose evidence does not stay in the model repository. */
export function evidenceGoesNote(home: EvidenceHome): string {
  return `**The evidence goes elsewhere:** to ${homeText(home)}. ${readersText(home)}`;
}

/** Forges tell who may read a repository only by its visibility: that its people are others, nobody checks. */
function readersText({ repository, folder }: EvidenceHome): string {
  const name = code(formatRepository(repository));
  const whether = folder === '' ? '' : `, whether or not they may read ${code(folder)}`;
  return `Notebooks, plots and logs are seen by those who may read ${name}${whether}, and by nobody else.`;
}

/** A home in a sentence: "`acme/evidence` (branches `tailrace/evidence` and `tailrace/runs`, folder `acme/churn`)". */
function homeText({ repository, folder }: EvidenceHome): string {
  const within = folder === '' ? '' : `, folder ${code(folder)}`;
  return `${code(formatRepository(repository))} (branches ${code(evidenceBranch)} and ${code(runsBranch)}${within})`;
}

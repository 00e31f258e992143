import type { GitOpsLocation } from '../gitops-location.ts';
import { formatRepository } from '../repository-ref.ts';
import type { Problem } from '../test-report.ts';
import { code, link, paragraphs, plain, pre } from './markdown.ts';

/** Manifests that go elsewhere than to the environment's branch: what keeps Tailrace from getting there. */

export function locationNotInstalledText({ repository }: GitOpsLocation, installAt: string): Problem {
  const name = formatRepository(repository);
  return {
    title: `Tailrace is not installed on ${name}`,
    message: paragraphs([
      `\`.tailrace.yml\` sends the manifests to ${code(name)}, and Tailrace's app can't reach that repository: it is not installed there, or there is no such repository. Without them nothing can be deployed.`,
      `Let an owner of ${plain(repository.owner)} ${link('install the app', installAt)} and choose ${code(name)}, or correct \`gitops.repository\`. Then run the check again.`,
    ]),
  };
}

export function locationBranchMissingText({ repository, branch }: GitOpsLocation): Problem {
  const name = formatRepository(repository);
  return {
    title: `${name} has no branch ${branch}`,
    message: paragraphs([
      `\`.tailrace.yml\` sends the manifests to the branch ${code(branch)} of ${code(name)}, which is not there. Without it nothing can be deployed. Correct \`gitops.branch\`, or make the branch, in a clone of that repository:`,
      pre(
        `git switch --orphan ${branch}\ngit commit --allow-empty -m "Begin ${branch}"\ngit push -u origin ${branch}`,
      ),
      'Then run the check again.',
    ]),
  };
}

/** Said on a pull request that moves an environment's manifests. */
export function locationMovesNote(before: GitOpsLocation, after: GitOpsLocation): string {
  return `**The manifests move:** from ${placeText(before)} to ${placeText(after)}. They are written there after the merge; point kube-applier there before you remove the old ones: one that prunes deletes what they describe.`;
}

/** A location in a sentence: "`deploy/kube` of the branch `qa` of `acme/churn`". */
export function placeText({ repository, branch, folder }: GitOpsLocation): string {
  return `${code(folder)} of the branch ${code(branch)} of ${code(formatRepository(repository))}`;
}

import { marker } from '../names.ts';
import { code, paragraphs, plain } from './markdown.ts';
import { short } from './numbers.ts';

export interface MissingBranch {
  readonly environment: string;
  readonly branch: string;
}

/** Told before the first merge: the road ends where a branch is missing. `commit` is what the branches can begin at. */
export function missingBranchesNote(missing: readonly MissingBranch[], commit: string): string {
  const environments = missing.map(({ environment }) => `**${plain(environment)}**`).join(', ');
  const branches = missing.map(({ branch }) => `${commit}:refs/heads/${branch}`).join(' ');
  return `**No branch yet for ${environments}:** \`.tailrace.yml\` lists ${missing.length === 1 ? 'it' : 'them'}, and nothing can be promoted there before ${missing.length === 1 ? 'its branch is' : 'their branches are'} there. In a clone of this repository: ${code(`git push origin ${branches}`, 2000)}. Nothing is deployed by that.`;
}

/** Where a release waits for the branch of the environment that it is promoted to. */
export interface MissedBranch {
  /** The environment in which the release waits. */
  readonly from: string;
  readonly branch: string;
  /** What the branch can begin at. */
  readonly commit: string;
  /** It was there, and ended at this commit. */
  readonly deleted: boolean;
}

/** Told where the release came from. It is still true when the branch is there: what follows is told. */
export function missingBranchComment({ from, branch, commit, deleted }: MissedBranch): string {
  const push = `git push origin ${commit}:refs/heads/${branch}`;
  return paragraphs([
    marker('promotion', from),
    `### ❌ Not offered to ${plain(branch)}: there is no such branch`,
    deleted
      ? `Somebody deleted the branch ${code(branch)}, which comes after **${plain(from)}**. This line brings it back as it was at \`${short(commit)}\`:`
      : `\`.tailrace.yml\` puts the branch ${code(branch)} after **${plain(from)}**, and the repository has no such branch. Make it, in a clone of this repository:`,
    code(deleted ? `git fetch origin ${commit} && ${push}` : push, 1000),
    `Nothing is deployed by that. As soon as the branch is there, Tailrace opens the pull request that promotes the release in **${plain(from)}**.`,
  ]);
}

import type { Deployment } from '../release.ts';
import type { Problem } from '../test-report.ts';
import { code } from './markdown.ts';
import { short } from './numbers.ts';

/** Said where an environment's branch no longer has the commit that was deployed from it: somebody pushed over it, or it was made anew. */
export function pushedOverNote(branch: string, { head, release, at }: Deployment): string {
  return `**Pushed over:** ${code(branch)} no longer has \`${short(head)}\`, which had put release \`${short(release.commit)}\` there (${at.slice(0, 10)}). What the branch holds now was taken as it is. Where that was not meant, this brings the old state back, in a clone that has it: ${code(`git push --force-with-lease origin ${head}:refs/heads/${branch}`)}`;
}

/** A pull request whose base was pushed over by something that it has nothing in common with. */
export function unrelatedText(base: string): Problem {
  return {
    title: `this branch and ${base} have no commit in common`,
    message: `git can't merge them: ${code(base)} was pushed over, or this branch began elsewhere. Put your commits onto what ${code(base)} holds now, and push: ${code(`git fetch origin && git switch -c again origin/${base} && git cherry-pick <your commits>`)}`,
  };
}

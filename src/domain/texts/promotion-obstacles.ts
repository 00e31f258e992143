import { promotionBranch } from '../names.ts';
import {
  type Allowance,
  type EditedManifests,
  type HotfixObstacle,
  type Obstacle,
  type OffRoad,
  overwrittenBy,
  type StrangeCommit,
} from '../promotion/obstacles.ts';
import { boundTo } from '../promotion/overwrite.ts';
import type { Problem } from '../test-report.ts';
import { backPortLine, commitList, fileList } from './back-port.ts';
import { heldMergeNote, withdrawnThereText } from './holds.ts';
import { code, fold, list, paragraphs, plain, pre } from './markdown.ts';

/** Why a promotion is not to be merged now: everything that is in its way, in one text. Undefined where nothing is. */
export function obstaclesText(environment: string, obstacles: readonly Obstacle[]): Problem | undefined {
  const texts = obstacles.map((obstacle) => obstacleText(environment, obstacle));
  const [first] = texts;
  if (!first) return undefined;
  return {
    title: first.title,
    message: paragraphs([
      ...texts.map(({ message }) => message),
      boundTo(obstacles) && overwriteLine(environment),
    ]),
    needsAction: texts.some(({ needsAction }) => needsAction),
  };
}

function obstacleText(environment: string, obstacle: Obstacle): Problem {
  switch (obstacle.kind) {
    case 'hotfix':
      return hotfixText(environment, obstacle);
    case 'manifests':
      return editedManifestsText(environment, obstacle);
    case 'off-road':
      return offRoadText(environment, obstacle);
    case 'strange':
      return strangeText(environment, obstacle);
    case 'withdrawn':
      return withdrawnThereText(environment, obstacle);
    case 'held':
      return { title: `${environment} is held`, message: heldMergeNote(environment, obstacle.held) };
  }
}

function offRoadText(environment: string, { from, leadsTo, stillListed }: OffRoad): Problem {
  const here = plain(environment);
  const next = leadsTo === undefined ? 'it ends there' : `it goes on to **${plain(leadsTo)}**`;
  return {
    title: `${environment} is not on the road any more`,
    message: paragraphs([
      `The list of environments in \`.tailrace.yml\` on the branch of **${plain(from)}** does not go on to **${here}** any more: ${next}. So this promotion is not to be merged. Close it, or put ${here} back into that list.`,
      stillListed &&
        leadsTo !== undefined &&
        `**${plain(leadsTo)}**'s own list still puts ${here} before it, and a release comes there only by the road of its own list. A shorter road starts with a pull request into the branch of ${plain(leadsTo)} that takes ${here} out of its list.`,
    ]),
  };
}

function strangeText(environment: string, { commit, backPort, from, first }: StrangeCommit): Problem {
  const branch = promotionBranch(environment);
  return {
    title: "somebody else's commit lies on the promotion branch",
    needsAction: true,
    message: paragraphs([
      `${code(branch)} holds exactly one commit of Tailrace's own, so that what was tested is what is merged. Tailrace leaves this one alone:`,
      commitList([commit]),
      `The change belongs on the road. ${backPortLine(backPort, { from, environment, first, commits: [commit], follows: 'a release with it is promoted like every other' })}`,
      'Then delete this branch: Tailrace makes the promotion again.',
    ]),
  };
}

function hotfixText(environment: string, { hotfix, backPort, from, first }: HotfixObstacle): Problem {
  const here = `**${plain(environment)}**`;
  return {
    title: `${environment} has a hotfix that this release lacks`,
    message: paragraphs([
      `Somebody changed ${here} directly, and the release from **${plain(from)}** does not have that change: merging this promotion would take it away. The hotfix:`,
      commitList(hotfix.commits),
      backPortLine(backPort, { from, environment, first, commits: hotfix.commits }),
      hotfix.files.length > 0 && fold('What the release lacks', fileList(hotfix.files)),
    ]),
  };
}

function editedManifestsText(environment: string, edited: EditedManifests): Problem {
  const { folder, branch, files, patch } = edited;
  return {
    title: `the manifests of ${environment} were edited by hand`,
    message: paragraphs([
      `Somebody changed the manifests of **${plain(environment)}** (${code(folder)} on ${code(branch)}) after Tailrace had written them, and this promotion would replace the change:`,
      objectList(files),
      patch && fold('The change', pre(patch, 4000)),
      'What is to stay belongs on the road: into `serve` or the templates, by a pull request into the first environment. This takes the change back, and the check turns green by itself:',
      pre(restoring(edited)),
    ]),
  };
}

function objectList(files: EditedManifests['files']): string {
  return list(
    files.map(({ path, change, objects }) => {
      const named =
        objects.length > 0
          ? ` (${objects
              .slice(0, 5)
              .map((each) => plain(each, 80))
              .join(', ')})`
          : '';
      return `${code(path)}${named} ${change}`;
    }),
    (more) => `… and ${more} more files`,
  );
}

function restoring({ repository, branch, folder, written }: EditedManifests): string {
  const take = written
    ? `git restore --source=${written} --staged --worktree -- ${folder}`
    : `git rm -r -- ${folder}`;
  return [
    `git fetch origin ${branch}   # of ${repository.owner}/${repository.name}`,
    `git switch --detach origin/${branch}`,
    take,
    "git commit -m 'Restore the manifests'",
    `git push origin HEAD:${branch}`,
  ].join('\n');
}

/** The way out for whoever wants a promotion all the same. */
function overwriteLine(environment: string): string {
  return `Whoever has the right \`override\` in **${plain(environment)}** and wants the promotion all the same writes \`/tailrace promote ${environment} overwrite\` in a comment here.`;
}

/** Said in a promotion's pull request of what it goes over. Undefined where it goes over nothing. */
export function overwrittenText(obstacles: readonly Obstacle[]): string | undefined {
  const lines = obstacles.flatMap((obstacle) => overwrittenLine(obstacle, overwrittenBy(obstacle)) ?? []);
  return lines.length > 0 ? paragraphs(lines) : undefined;
}

function overwrittenLine(obstacle: Obstacle, allowance: Allowance | undefined): string | undefined {
  if (!allowance) return undefined;
  const allowed = `[${plain(allowance.by, 60)} allowed it](${allowance.comment}) at ${allowance.at}`;
  switch (obstacle.kind) {
    case 'hotfix':
      return paragraphs([
        `**This takes a hotfix away:** ${allowed}. The commits that will be gone:`,
        commitList(obstacle.hotfix.commits),
      ]);
    case 'manifests':
      return paragraphs([
        `**This replaces manifests that were edited by hand:** ${allowed}. What was edited:`,
        objectList(obstacle.files),
      ]);
    case 'off-road':
    case 'strange':
    case 'withdrawn':
    case 'held':
      return undefined;
  }
}

import type { HotfixObstacle, Obstacle } from '../promotion/obstacles.ts';
import type { Problem } from '../test-report.ts';
import { backPortLine, commitList, fileList } from './back-port.ts';
import { fold, paragraphs, plain } from './markdown.ts';

/** Why a promotion is not to be merged now: everything that is in its way, in one text. Undefined where nothing is. */
export function obstaclesText(environment: string, obstacles: readonly Obstacle[]): Problem | undefined {
  const texts = obstacles.map((obstacle) => obstacleText(environment, obstacle));
  const [first] = texts;
  if (!first) return undefined;
  return {
    title: first.title,
    message: paragraphs(texts.map(({ message }) => message)),
    needsAction: texts.some(({ needsAction }) => needsAction),
  };
}

function obstacleText(environment: string, obstacle: Obstacle): Problem {
  switch (obstacle.kind) {
    case 'hotfix':
      return hotfixText(environment, obstacle);
  }
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

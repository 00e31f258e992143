import type { Deployment } from '../../release.ts';
import { showTime } from '../../times/show-time.ts';
import { link, paragraphs, plain, table } from '../markdown.ts';
import { short } from '../numbers.ts';
import type { Answer } from './answer.ts';

/** A deployment, and the page of the pull request that brought it. */
export interface PastDeployment {
  readonly deployment: Deployment;
  readonly url: string | undefined;
}

export function historyAnswer(
  { environment, timezone }: { readonly environment: string; readonly timezone: string },
  past: readonly PastDeployment[],
): Answer {
  if (past.length === 0)
    return { done: true, text: `Nothing was deployed to **${plain(environment)}** yet.` };
  const head = ['At', 'Release', 'By', 'Why', 'Image'];
  return {
    done: true,
    text: paragraphs([
      `What was deployed to **${plain(environment)}**, the newest first:`,
      table(
        head,
        past.map((each) => rowOf(each, timezone)),
        'lllll',
      ),
    ]),
  };
}

function rowOf({ deployment, url }: PastDeployment, timezone: string): string[] {
  const { at, by, release } = deployment;
  return [
    showTime(at, timezone),
    `\`${short(release.commit)}\``,
    plain(by, 60),
    reasonOf(deployment, url),
    `\`${release.image.digest.slice(0, 19)}\``,
  ];
}

function reasonOf({ pullRequest, release, head, came }: Deployment, url: string | undefined): string {
  if (came === 'rollback') return 'rolled back';
  const brought = url ? link(`pull request ${pullRequest}`, url) : `pushed as \`${short(head)}\``;
  return release.hotfixOf ? `hotfix, ${brought}` : brought;
}

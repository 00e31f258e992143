import type { Held } from '../../holds/hold.ts';
import type { Deployment } from '../../release.ts';
import { showTime } from '../../times/show-time.ts';
import { heldLine } from '../holds.ts';
import { link, paragraphs, plain, table } from '../markdown.ts';
import { short } from '../numbers.ts';
import type { Answer } from './answer.ts';

export interface EnvironmentStatus {
  readonly environment: string;
  readonly timezone: string;
  /** What was put there last. */
  readonly deployed: Deployment | undefined;
  readonly held: Held | undefined;
  /** The open promotion into it. */
  readonly promotion: { readonly number: number; readonly url: string; readonly title: string } | undefined;
}

export function statusAnswer(environments: readonly EnvironmentStatus[]): Answer {
  if (environments.length === 0)
    return {
      done: true,
      text: 'No branch of this repository is an environment yet: nothing was deployed. Merge a `.tailrace.yml` into the first environment’s branch to begin.',
    };
  const head = ['Environment', 'Release', 'Since', 'By', 'Open promotion'];
  const held = environments.flatMap((each) =>
    each.held ? [`✋ ${heldLine(each.environment, each.held)}`] : [],
  );
  const rows = environments.map(rowOf);
  return { done: true, text: paragraphs(['What runs where:', table(head, rows, 'lllll'), ...held]) };
}

function rowOf({ environment, timezone, deployed, promotion, held }: EnvironmentStatus): string[] {
  const opened = promotion ? link(plain(promotion.title, 120), promotion.url) : '–';
  const name = `**${plain(environment)}**${held ? ' ✋' : ''}`;
  if (!deployed) return [name, 'nothing yet', '–', '–', opened];
  const { release, at, by } = deployed;
  const served = deployed.manifests ? '' : ', not served';
  return [
    name,
    `\`${short(release.commit)}\`${release.hotfixOf ? ' (hotfix)' : ''}${served}`,
    showTime(at, timezone),
    plain(by, 60),
    opened,
  ];
}

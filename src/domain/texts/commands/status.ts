import type { Held } from '../../holds/hold.ts';
import type { Deployment } from '../../release.ts';
import { heldLine } from '../holds.ts';
import { link, paragraphs, plain, table } from '../markdown.ts';
import { short } from '../numbers.ts';
import type { Answer } from './answer.ts';
import { momentText } from './moment.ts';

export interface EnvironmentStatus {
  readonly environment: string;
  /** What holds it. */
  readonly held?: Held | undefined;
  /** What was put there last. */
  readonly deployed: Deployment | undefined;
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
  return {
    done: true,
    text: paragraphs([
      'What runs where:',
      table(head, environments.map(rowOf), 'lllll'),
      ...environments.map(({ environment, held }) => held && `✋ ${heldLine(environment, held)}`),
    ]),
  };
}

function rowOf({ environment, deployed, promotion }: EnvironmentStatus): string[] {
  const opened = promotion ? link(promotion.title, promotion.url) : '–';
  if (!deployed) return [`**${plain(environment)}**`, 'nothing yet', '–', '–', opened];
  const { release, at, by } = deployed;
  const served = deployed.manifests ? '' : ', not served';
  return [
    `**${plain(environment)}**`,
    `\`${short(release.commit)}\`${release.hotfixOf ? ' (hotfix)' : ''}${served}`,
    momentText(at),
    plain(by, 60),
    opened,
  ];
}

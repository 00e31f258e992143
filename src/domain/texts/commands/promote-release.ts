import type { Release } from '../../release.ts';
import { plain } from '../markdown.ts';
import { short } from '../numbers.ts';
import { type Answer, refusal } from './answer.ts';

/** What a promotion is about. */
export interface Promoting {
  readonly environment: string;
  readonly release: Pick<Release, 'commit'>;
}

/** `standing` is the promotion's newest pull request. */
export function promotingAnswer(
  { environment, release }: Promoting,
  standing: { readonly number: number; readonly state: 'open' | 'declined' } | undefined,
): Answer {
  const what = `🚀 Release \`${short(release.commit)}\` goes on to **${plain(environment)}**`;
  if (!standing) return { done: true, text: `${what}: its pull request is opened, and tested at once.` };
  const { number, state } = standing;
  return {
    done: true,
    text:
      state === 'open'
        ? `${what} by #${number}, which is brought to it, and tested.`
        : `${what} by #${number}, which somebody had declined: it is opened again. Where its commit had to be made anew, a new pull request takes its place.`,
  };
}

/** Nothing follows the environment that this pull request goes to. */
export function nowhereToPromoteAnswer(): Answer {
  return refusal([
    'Nothing is promoted from here: name the environment, as in `/tailrace promote qa`, or write it under a pull request into one that another follows.',
  ]);
}

export function offRoadAnswer(environment: string): Answer {
  return refusal([
    `Nothing leads to **${plain(environment)}**: no environment's list of \`environments\` goes on to it, or its branch is missing.`,
  ]);
}

export function nothingToPromoteAnswer(environment: string, from: string): Answer {
  return refusal([
    `Nothing can go on to **${plain(environment)}** yet: no release was deployed in **${plain(from)}**.`,
  ]);
}

export function heldSourceAnswer(environment: string, from: string): Answer {
  return refusal([
    `**${plain(from)}** is held, so nothing goes on from there to **${plain(environment)}**: \`/tailrace unhold ${plain(from)}\` ends the hold.`,
  ]);
}

export function alreadyThereAnswer({ environment, release }: Promoting): Answer {
  return refusal([
    `**${plain(environment)}** has release \`${short(release.commit)}\`: there is nothing to promote.`,
  ]);
}

export function skippedAnswer({ environment, release }: Promoting, missing: readonly string[]): Answer {
  const [next = ''] = missing;
  return refusal([
    `Release \`${short(release.commit)}\` has not been in ${missing.map((name) => `**${plain(name)}**`).join(', ')}, and no environment is skipped on the way to **${plain(environment)}**. Promote it there first: \`/tailrace promote ${plain(next)} ${short(release.commit)}\`.`,
  ]);
}

export function hotfixStaysAnswer({ release }: Promoting, of: string): Answer {
  return refusal([
    `Release \`${short(release.commit)}\` is a hotfix of **${plain(of)}** alone and is not promoted. Its change comes to other environments by its back-port into the first one.`,
  ]);
}

export function olderAnswer({ environment, release }: Promoting, now: string): Answer {
  return refusal([
    `Release \`${short(release.commit)}\` is older than \`${short(now)}\`, which **${plain(environment)}** has: a promotion goes forward.`,
  ]);
}

import type { Held } from '../../holds/hold.ts';
import type { Deployment } from '../../release.ts';
import type { WrittenEnd } from '../../times/read-end.ts';
import { showTime } from '../../times/show-time.ts';
import { endLine, heldLine } from '../holds.ts';
import { code, paragraphs, plain } from '../markdown.ts';
import { short } from '../numbers.ts';
import { type Answer, refusal } from './answer.ts';

export function holdAnswer(environment: string, held: Held): Answer {
  return {
    done: true,
    text: paragraphs([
      `✋ ${heldLine(environment, held)} What runs there runs on; merges into its branch change the source, and deploy nothing.`,
      endLine(environment, held),
    ]),
  };
}

export function unclearEndAnswer({ way, text }: WrittenEnd): Answer {
  return refusal([
    `Nothing was changed: ${code(`${way} ${text}`)} names no time. Write it as \`until 2026-12-01 08:00\`, \`until tomorrow 8:00\`, \`until friday 16:00\`, \`for 2h\` or \`for 3d\`.`,
  ]);
}

export function pastEndAnswer({ way, text }: WrittenEnd, at: string, timezone: string): Answer {
  return refusal([
    `Nothing was changed: ${code(`${way} ${text}`)} is over already, since it means ${showTime(at, timezone)}.`,
  ]);
}

export function notHeldAnswer(environment: string): Answer {
  return refusal([`**${plain(environment)}** is not held: nothing was changed.`]);
}

export function frozenAnswer(environment: string, held: Held): Answer {
  return refusal([
    `Nobody holds **${plain(environment)}**. ${heldLine(environment, held)}`,
    `It ends by itself then. To end it now, merge a pull request into the branch of ${plain(environment)} that takes the freeze out of \`.tailrace.yml\`.`,
  ]);
}

/** Says what comes there before it does. */
export function holdEndedAnswer(
  environment: string,
  {
    running,
    next,
    frozen,
  }: {
    readonly running: Deployment | undefined;
    readonly next: Deployment | undefined;
    readonly frozen: Held | undefined;
  },
): Answer {
  const here = `**${plain(environment)}**`;
  const now = running ? `Release \`${short(running.release.commit)}\` runs there` : 'Nothing runs there';
  const then = next
    ? `${now}; release \`${short(next.release.commit)}\` takes its place: it is the newest tested one of the branch that was not withdrawn.`
    : `${now}, and the branch has no newer tested one that was not withdrawn: nothing is deployed.`;
  return {
    done: true,
    text: paragraphs([
      `▶️ Nobody holds ${here} any more. ${then}`,
      frozen && `Not yet, though: ${heldLine(environment, frozen)}`,
    ]),
  };
}

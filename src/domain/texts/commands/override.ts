import type { Override } from '../../gates/override.ts';
import { nearest } from '../../yaml/did-you-mean.ts';
import { code, list, plain } from '../markdown.ts';
import { short } from '../numbers.ts';
import { type Answer, refusal } from './answer.ts';

export function overriddenAnswer({ gate, environment, head, why }: Override): Answer {
  return {
    done: true,
    text: `🚀 \`${short(head)}\` may pass the gate **${plain(gate, 80)}** of **${plain(environment)}**, because: ${plain(why, 300)} That holds for this very commit. Its check is judged anew; nothing runs again for that.`,
  };
}

export function noSuchGateAnswer(gate: string, environment: string, names: readonly string[]): Answer {
  const meant = nearest(gate, names);
  return refusal([
    `**${plain(environment)}** has no gate ${code(gate)}.${meant ? ` Did you mean ${code(meant)}?` : ''}`,
    names.length > 0 &&
      `Its gates and data checks, as its own branch has them:\n${list(
        names.map((name) => code(name)),
        (more) => `… and ${more} more`,
      )}`,
  ]);
}

export function notTestedAnswer(head: string): Answer {
  return refusal([
    `Nothing is overridden: \`${short(head)}\` has no result yet, so nobody can have seen what its gates say. Wait for its check, and write it again.`,
  ]);
}

export function nothingMissedAnswer(gate: string, head: string): Answer {
  return refusal([
    `Nothing is overridden: the check of \`${short(head)}\` does not say that ${code(gate)} fails, or somebody overrode it before.`,
  ]);
}

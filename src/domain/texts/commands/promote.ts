import type { Overwrite } from '../../promotion/overwrite.ts';
import { plain } from '../markdown.ts';
import { short } from '../numbers.ts';
import { type Answer, refusal } from './answer.ts';

export function nothingToOverwriteAnswer(environment: string): Answer {
  return refusal([
    `Nothing was changed: no open promotion into **${plain(environment)}** has a hotfix or edited manifests in its way that nobody has allowed to go over.`,
  ]);
}

/** The person can only mean what they have seen. */
export function movedOnAnswer(environment: string): Answer {
  return refusal([
    `Nothing was changed: what lies on **${plain(environment)}** is another now than what the promotion's check showed. Wait for its new check, look at that, and say it again.`,
  ]);
}

export function overwrittenAnswer({ environment, sourceTree, manifests }: Overwrite): Answer {
  const bound = [
    sourceTree && `the hotfix in the source tree \`${short(sourceTree)}\``,
    manifests && `the edited manifests in the tree \`${short(manifests)}\``,
  ].filter(Boolean);
  return {
    done: true,
    text: `🚀 The promotion into **${plain(environment)}** may go over ${bound.join(' and ')}. Its check is made anew. That holds for exactly this: where something newer comes there, it is red again.`,
  };
}

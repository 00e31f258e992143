import type { RetryCommand } from '../../commands/specs/retry.ts';
import { short } from '../numbers.ts';
import { type Answer, refusal } from './answer.ts';

export function retryAnswer(head: string, what: RetryCommand['what'], hasImage: boolean): Answer {
  return { done: true, text: `🚀 The test of \`${short(head)}\` begins again: ${howAgain(what, hasImage)}` };
}

function howAgain(what: RetryCommand['what'], hasImage: boolean): string {
  if (hasImage)
    return 'its image is there and stays, and the test runs in it anew, even where all that goes into it is the same.';
  if (what === 'build')
    return 'its image is built without the build cache, every instruction anew (cache mounts keep what they have), and tested.';
  return 'no image of it was kept, so it is built (with what the build cache has) and tested. `/tailrace retry build` builds it without the cache.';
}

export function underWayAnswer(): Answer {
  return refusal([
    'A test of this pull request is under way. Wait for its end, or end it with `/tailrace cancel`.',
  ]);
}

/** An image is built once: what was tested is what is promoted. */
export function imageStaysAnswer(head: string, image: { readonly digest: string }): Answer {
  return refusal([
    `The image of \`${short(head)}\` is built and kept: \`${image.digest}\` is what runs wherever this source tree goes, so it is not built a second time. \`/tailrace retry notebook\` runs the test in it again. For another image, push a commit that changes something.`,
  ]);
}

export function waitsForLeaveAnswer(head: string): Answer {
  return refusal([
    `Nobody has let \`${short(head)}\` run, which comes from a fork. Who has read it writes \`/tailrace approve-run ${short(head)}\`.`,
  ]);
}

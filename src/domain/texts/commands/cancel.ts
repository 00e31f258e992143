import { short } from '../numbers.ts';
import { type Answer, refusal } from './answer.ts';

export function cancelledAnswer(head: string): Answer {
  return {
    done: true,
    text: `🚀 The test of \`${short(head)}\` is cancelled, and its check says so. \`/tailrace retry\` runs it again.`,
  };
}

export function nothingRunsAnswer(): Answer {
  return refusal(['No test of this pull request runs or waits.']);
}

import { type Answer, refusal } from './answer.ts';

/** Said where a command that is about a pull request stands elsewhere. */
export function notHereAnswer(): Answer {
  return refusal(['This is about a pull request: write it in a comment there.']);
}

export function closedAnswer(): Answer {
  return refusal(['This pull request is not open any more: reopen it first.']);
}

import type { NamedHead } from '../../runs/approved-run.ts';
import { code } from '../markdown.ts';
import { short } from '../numbers.ts';
import { type Answer, refusal } from './answer.ts';

export function noForkAnswer(): Answer {
  return refusal([
    'This pull request comes from a branch of this repository: whoever could push there has write access, and it runs without anybody letting it.',
  ]);
}

export function approvedRunAnswer(head: string): Answer {
  return {
    done: true,
    text: `🚀 The commit \`${head}\` may run, this one and no other: its test begins now, without secrets. A newer commit has to be let in again.`,
  };
}

/** What was named is not surely what would run. */
export function headNotMeantAnswer(
  written: string,
  current: string,
  kind: Exclude<NamedHead['kind'], 'meant'>,
): Answer {
  switch (kind) {
    case 'moved':
      return refusal([
        `Nothing runs: ${code(written)} is not the head of this pull request; \`${short(current)}\` is. Read what changed; if that may run, write \`/tailrace approve-run ${short(current)}\`.`,
      ]);
    case 'not shown':
      return refusal([
        `Nothing runs: \`${short(current)}\` has just come, and its check does not tell of it yet, so Tailrace can't know that it is the commit that you read. Wait for the check, read the commit, and write this again.`,
      ]);
    case 'twin':
      return refusal([
        `Nothing runs: two commits of this pull request begin with ${code(written)}, which hardly happens by chance. Read the head once more; if it may run, name it by all its digits: \`/tailrace approve-run ${current}\`.`,
      ]);
  }
}

import type { ApprovedRun } from '../runs/approved-run.ts';
import type { Problem } from '../test-report.ts';
import { plain } from './markdown.ts';
import { short } from './numbers.ts';

/** Said of a fork's head that nobody has let run. */
export function forkText(head: string, author: string, newcomer: boolean): Problem {
  const who = newcomer ? ` It is the first that ${plain(author, 60)} brings here.` : '';
  return {
    title: 'a pull request from a fork runs nothing yet',
    needsAction: true,
    message: `Building and running this pull request would run code from outside (\`${short(head)}\`) on Tailrace's machines.${who} Someone with write access can review it and push the same commits to a branch of this repository; a pull request from there is tested.`,
  };
}

/** Said in the comment of a fork's run. */
export function approvedNote({ by, head, comment }: ApprovedRun): string {
  return `The head \`${short(head)}\` comes from a fork: [${plain(by, 60)} let it run](${comment}), without secrets. Its image is not kept.`;
}

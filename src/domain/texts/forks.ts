import type { ApprovedRun } from '../runs/approved-run.ts';
import type { Problem } from '../test-report.ts';
import { paragraphs, plain } from './markdown.ts';
import { short } from './numbers.ts';

/** Said of a fork's head that nobody has let run. */
export function forkText(head: string, author: string, newcomer: boolean): Problem {
  const who = newcomer ? ` It is the first that ${plain(author, 60)} brings here.` : '';
  return {
    title: "this fork's commit waits for somebody to let it run",
    needsAction: true,
    message: paragraphs([
      `The head \`${short(head)}\` comes from a fork, and building and testing it would run code from outside on Tailrace's machines.${who} Somebody with write access who has read **all** of it, the Dockerfile and the notebooks too, lets exactly this commit run with a comment:`,
      `\`\`\`\n/tailrace approve-run ${short(head)}\n\`\`\``,
      'It runs without secrets, apart from the build cache of this repository. A new commit has to be let in again.',
    ]),
  };
}

/** Said in the comment of a fork's run. */
export function approvedNote({ by, head, comment }: ApprovedRun): string {
  return `The head \`${short(head)}\` comes from a fork: [${plain(by, 60)} let it run](${comment}), without secrets. Its image is not kept.`;
}

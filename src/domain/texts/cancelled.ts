import type { Problem } from '../test-report.ts';
import type { Cancelled } from '../work.ts';
import { bare, plain } from './markdown.ts';

/** Said of a head whose test somebody ended. */
export function cancelledText({ by, comment }: Cancelled): Problem {
  return {
    title: `cancelled by ${bare(by, 60)}`,
    cancelled: true,
    message: `[${plain(by, 60)} cancelled the test of this commit](${comment}); nothing of it is left running, and it does not begin again by itself. \`/tailrace retry\` in a comment runs it again, and so does a new commit.`,
  };
}

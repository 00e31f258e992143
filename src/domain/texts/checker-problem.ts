import type { Problem } from '../test-report.ts';
import { code, paragraphs, pre } from './markdown.ts';

/** The image that checks data can't be made: nobody's data is at fault, and only the operator can mend it. */
export function checkerMissingText({
  base,
  message,
}: {
  readonly base: string;
  readonly message: string;
}): Problem {
  return {
    title: "the data can't be checked: the checker could not be made",
    message: paragraphs([
      `\`.tailrace.yml\` has \`data_checks\`. They are made by pandera in an image of Tailrace's own, which could not be made from ${code(base)}. The end of what the builder said:`,
      pre(message, 2000, 'end'),
      'Whoever runs Tailrace sets `TAILRACE_CHECKER_BASE` to an image that the Docker Engine has or can pull, with Python 3.11 or newer and a pip that reaches a package index. After that, run this check again.',
    ]),
  };
}

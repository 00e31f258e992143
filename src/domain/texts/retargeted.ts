import { checkName, marker } from '../names.ts';
import type { Problem } from '../test-report.ts';
import { code, paragraphs, plain } from './markdown.ts';

/** Where a pull request goes now: a branch, and the environment that it is; undefined where it is none. */
export interface NewBase {
  readonly branch: string;
  readonly environment: string | undefined;
}

/** Said at the check of the environment that a pull request no longer goes into. */
export function retargetedText(environment: string, base: NewBase): Problem {
  return {
    title: `this pull request goes into ${base.branch} now`,
    message: paragraphs([
      `Somebody changed the base of this pull request: it goes into ${code(base.branch)}. What was found for **${plain(environment)}** does not say what its merge gives there.`,
      nextCheck(base),
    ]),
  };
}

/** Takes the place of that environment's comment. */
export function retargetedComment(environment: string, base: NewBase): string {
  const { title, message } = retargetedText(environment, base);
  const heading = `### ↪️ For ${plain(environment)} no more: ${plain(title)}`;
  return paragraphs([marker('test', environment), heading, message]);
}

function nextCheck({ branch, environment }: NewBase): string {
  return environment === undefined
    ? `${code(branch)} is no environment, so nothing is tested for it. To have it tested again, choose an environment's branch as the base.`
    : `Its test for **${plain(environment)}** is the check ${code(checkName(environment))}, with a comment of its own.`;
}

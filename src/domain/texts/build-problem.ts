import type { BuildObstacle, PullTrouble } from '../build/build-obstacle.ts';
import type { Problem } from '../test-report.ts';
import { bare, code, fold, paragraphs, pre } from './markdown.ts';

export interface FailedBuild {
  /** The Dockerfile's path, and the line that is at fault where that is known. */
  readonly dockerfile: string;
  readonly line: number | undefined;
  readonly obstacle: BuildObstacle;
  /** The builder's own words. */
  readonly message: string;
  readonly log: readonly string[];
}

/** Why an image does not build, on which line, with the builder's last words. */
export function buildFailedText({ dockerfile, line, obstacle, message, log }: FailedBuild): Problem {
  const { title, where, todo } = explained(obstacle, message);
  const at = [line === undefined ? undefined : `line ${line}`, where && code(where)].filter(Boolean);
  return {
    title,
    message: paragraphs([
      `Building ${code(dockerfile)} failed${at.length > 0 ? ` at ${at.join(': ')}` : ''}. Nothing was tested. ${todo}`,
      pre(lastLines(message), 4000, 'end'),
      log.length > 0 && fold('The last lines of the build', pre(log.slice(-40).join('\n'), 6000, 'end')),
    ]),
  };
}

const push = 'Correct it and push; the build starts again by itself.';
const doesNotBuild = 'the image does not build';

const mostOfInstruction = 100;

/** Of a long instruction the first command, without options for the builder: all of it stands in the Dockerfile. */
function firstWords(instruction: string): string {
  if (instruction.length <= mostOfInstruction) return instruction;
  const [command = ''] = instruction.replace(/^(RUN|COPY|ADD)((?: +--\S+)+)/i, '$1').split(/ +&& +/);
  return command.length < instruction.length ? `${command} …` : command;
}

const mostLines = 15;

/** The end of what the builder says, where the reason stands: without bars of progress, and without the command, which stands above it. */
function lastLines(message: string): string {
  const [first = '', ...rest] = message.split('\n').filter((line) => !/[━█]{3}/.test(line));
  return rest.length < mostLines ? [first, ...rest].join('\n') : ['…', ...rest.slice(-mostLines)].join('\n');
}

function explained(
  obstacle: BuildObstacle,
  message: string,
): { readonly title: string; readonly where?: string; readonly todo: string } {
  switch (obstacle.kind) {
    case 'dockerfile':
      return { title: doesNotBuild, todo: push };
    case 'syntax':
      return {
        title: doesNotBuild,
        where: `# syntax=${obstacle.frontend}`,
        todo: "This line makes the builder pull a frontend of its own, which it can't. Remove the line, or let the Engine reach that registry.",
      };
    case 'image':
      return {
        title: `the base image ${bare(obstacle.image, 100)} can't be pulled`,
        where: obstacle.image,
        todo: pullRemedies[obstacle.why],
      };
    case 'disk-full':
      return {
        title: `${doesNotBuild}: the disk is full`,
        todo: "The disk of Tailrace's Engine is full, so that it can build nothing large: ask the operator to free it, then run the check again. If other builds work, let this one write less.",
      };
    case 'instruction':
      return { title: doesNotBuild, where: firstWords(obstacle.text), todo: remedyOf(message) };
  }
}

const pullRemedies: Readonly<Record<PullTrouble, string>> = {
  missing: 'The registry has no such image or tag: correct the name and push.',
  denied:
    'The registry does not let Tailrace have it, or it does not exist: correct the name and push, or ask the operator for a login to that registry.',
  limited: 'The registry has had too many requests from here: run the check again later, or use a mirror.',
  unreachable:
    "The Engine can't reach that registry: correct its name and push; if it is right, run the check again, or ask the operator whether the firewall lets builds through.",
  other: 'Correct the name and push, or run the check again.',
};

function remedyOf(message: string): string {
  if (/exit code: 137\b/.test(message))
    return 'Exit code 137 means that it was killed, most often for lack of memory: let it use less (fewer jobs at once), or ask the operator for a larger Engine.';
  if (/failed to compute cache key/.test(message))
    return 'The build context does not have that file: commit it, take it out of `.dockerignore`, or write its path from `image.context`.';
  return push;
}

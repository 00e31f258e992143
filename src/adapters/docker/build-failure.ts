import { BuildFailed } from '../../ports/images.ts';
import type { FailedStep } from './build-log.ts';

/** The Engine's own trouble: the same Dockerfile may build at the next try. */
const engineTrouble =
  /context canceled|no space left on device|transport is closing|error reading from server/;

/** What the builder wraps around its sentences. */
const wrapping =
  /^(failed to solve with frontend [^:]+: |failed to create LLB definition: |failed to solve: )+/;

const syntaxStep = 'resolve image config for ';

/** The error for a build that ended with the builder's `message`: {@link BuildFailed} unless the Engine is at fault. */
export function buildFailure(message: string, step: FailedStep | undefined): Error {
  if (engineTrouble.test(message)) return new Error(`the build was cut off: ${message}`);
  const said = message.replace(wrapping, '');
  if (!step) return new BuildFailed(said);
  if (step.name.startsWith(syntaxStep)) return syntaxFailure(said, step.name.slice(syntaxStep.length));
  return new BuildFailed([said, ...step.lastLines].join('\n'), instruction(step.name));
}

function syntaxFailure(said: string, frontend: string): BuildFailed {
  const why = `The Dockerfile's "# syntax=" line makes the builder pull ${frontend}, which it can't. Remove the line, or let the Engine reach that registry.`;
  return new BuildFailed(`${said}\n${why}`, `# syntax=${frontend}`);
}

/** `RUN pip install …` out of `[stage-1 2/6] RUN pip install …`. */
function instruction(name: string): string {
  return name.replace(/^\[[^\]]*\]\s*/, '');
}

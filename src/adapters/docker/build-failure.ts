import { buildObstacle } from '../../domain/build/build-obstacle.ts';
import { BuildFailed } from '../../ports/images.ts';
import type { FailedStep } from './build-log.ts';

/** The Engine's own trouble: the same Dockerfile may build at the next try. */
const engineTrouble = /context canceled|transport is closing|error reading from server/;

/** What the builder wraps around its sentences. */
const wrapping =
  /^(failed to solve with frontend [^:]+: |failed to create LLB definition: |failed to solve: )+/;

/** The error for a build that ended with the builder's `message`: {@link BuildFailed} unless the Engine is at fault. */
export function buildFailure(message: string, step: FailedStep | undefined): Error {
  if (engineTrouble.test(message)) return new Error(`the build was cut off: ${message}`);
  const said = message.replace(wrapping, '');
  const inFull = [said, ...(step?.lastLines ?? [])].join('\n');
  return new BuildFailed(inFull, buildObstacle(step?.name, inFull));
}

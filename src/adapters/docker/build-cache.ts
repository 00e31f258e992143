import type Docker from 'dockerode';
import { dialStream } from './dial.ts';
import { jsonLines } from './json-lines.ts';

/**
 * Removes what BuildKit keeps, what was not used for the longest time first, until it has at most so many bytes; what a build uses stays
 * (https://docs.docker.com/reference/api/engine/version/v1.41/#tag/Image/operation/BuildPrune).
 */
export async function pruneBuildCache(docker: Docker, mostBytes: number): Promise<void> {
  const answer = await dialStream(docker, {
    path: '/build/prune?',
    method: 'POST',
    options: { all: true, 'keep-storage': mostBytes },
    statusCodes: { 200: true, 500: 'server error' },
  });
  for await (const _ of jsonLines(answer));
}

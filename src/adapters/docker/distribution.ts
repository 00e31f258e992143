import type Docker from 'dockerode';
import { parseDistributions } from '../../domain/papermill-problem.ts';
import { readWritten } from './archive-out.ts';
import { withContainer } from './with-container.ts';

/** The first is often a link to the second, which the Engine's archive API does not follow. */
const files = ['/etc/os-release', '/usr/lib/os-release'];
const mostBytes = 64 * 1024;

/** The distributions that an image says it is made of; empty where it says nothing. Nothing of it is run. */
export function readDistributions(docker: Docker, runId: string, image: string): Promise<readonly string[]> {
  const limits = { cpus: 1, memoryBytes: 64 * 1024 ** 2, network: false, environment: new Map() };
  // A container needs a command, even one that is never started.
  const never = { command: ['/never-started'], workdir: '/', user: '' };
  return withContainer(docker, { runId, image, ...limits, ...never }, async (container) => {
    for (const path of files) {
      const file = await readWritten(container, path, undefined, mostBytes);
      if (file.kind === 'text') return parseDistributions(file.text);
    }
    return [];
  });
}

import { execFile } from 'node:child_process';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { promisify } from 'node:util';
import Docker from 'dockerode';

/** What the figures were measured on, in one line. */
export async function machine(): Promise<string> {
  const { Version } = await new Docker().version();
  const git = await promisify(execFile)('git', ['--version']);
  const memory = Math.round(totalmem() / 2 ** 30);
  return [
    `${availableParallelism()} cores (${cpus()[0]?.model.trim()})`,
    `${memory} GiB of memory`,
    `Node ${process.version}`,
    `Docker ${Version}`,
    git.stdout.trim(),
  ].join(', ');
}

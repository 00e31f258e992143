import { Readable } from 'node:stream';
import type Docker from 'dockerode';
import type { Container } from 'dockerode';
import { folderSha256 } from '../../domain/dataset.ts';
import { DatasetUnavailable, type Volumes } from '../../ports/datasets.ts';
import { unlessMissing } from './engine-error.ts';
import { hashedArchive } from './hashed-archive.ts';
import { emptyImage, splitTag } from './names.ts';
import { withContainer } from './with-container.ts';

const mountPoint = '/volume';

/**
 * Reads named volumes by way of a container that has them mounted read-only and is never started: its image is empty, so nothing that a
 * volume holds is run, and nothing is needed on the Engine.
 */
export function createVolumes(docker: Docker): Volumes {
  return {
    async fingerprint(volume, { id: runId, signal }) {
      await requireVolume(docker, volume);
      await requireEmptyImage(docker);
      const limits = { cpus: 1, memoryBytes: 64 * 1024 ** 2, network: false };
      const container = { runId, image: emptyImage, command: ['none'], workdir: '/', user: '' };
      const volumes = [{ volume, path: mountPoint }];
      const sandbox = { ...container, ...limits, environment: new Map(), volumes };
      return withContainer(docker, sandbox, (created) => fingerprint(created, signal));
    },
  };
}

/** The Engine would make a volume that is not there, without a word. */
export async function requireVolume(docker: Docker, volume: string): Promise<void> {
  if (!(await unlessMissing(docker.getVolume(volume).inspect())))
    throw new DatasetUnavailable({ kind: 'missing-volume', volume });
}

async function fingerprint(container: Container, signal: AbortSignal) {
  const archive = await container.getArchive({ path: `${mountPoint}/.`, abortSignal: signal });
  const files = await hashedArchive(archive);
  signal.throwIfAborted();
  return { sha256: folderSha256(files), bytes: files.reduce((sum, { bytes }) => sum + bytes, 0) };
}

async function requireEmptyImage(docker: Docker): Promise<void> {
  if (await unlessMissing(docker.getImage(emptyImage).inspect())) return;
  const endOfArchive = Readable.from([Buffer.alloc(1024)]);
  const answer = await docker.importImage(endOfArchive, splitTag(emptyImage));
  for await (const _ of answer);
}

import type Docker from 'dockerode';
import type { EngineCleanup } from '../../ports/images.ts';
import { hasStatus, unlessMissing } from './engine-error.ts';
import { inspectImage } from './local-image.ts';
import { buildRepository, derivedFromLabel, derivedRepository, runLabel } from './names.ts';
import { removeContainer } from './with-container.ts';

/** An image is not touched this soon: the container that it is made for may be about to start. */
const youngSeconds = 3600;

/**
 * Removes from the Engine what runs that are over left there: their containers, the tags of images that were never pushed (and
 * with the last tag the image), and derived images whose image is gone. Other people's containers and images stay.
 */
export function createEngineCleanup(docker: Docker, now: () => Date): EngineCleanup {
  return {
    async removeLeftovers(activeRuns) {
      await removeContainers(docker, activeRuns);
      await removeBuildTags(docker, activeRuns);
      await removeDerivedImages(docker, now());
    },
  };
}

async function removeContainers(docker: Docker, activeRuns: ReadonlySet<string>): Promise<void> {
  const containers = await docker.listContainers({ all: true, filters: { label: [runLabel] } });
  for (const { Id, Labels } of containers) {
    const run = Labels[runLabel];
    if (run !== undefined && !activeRuns.has(run)) await removeContainer(docker.getContainer(Id));
  }
}

async function removeBuildTags(docker: Docker, activeRuns: ReadonlySet<string>): Promise<void> {
  const images = await docker.listImages({ filters: { reference: [buildRepository] } });
  const tags = images.flatMap(({ RepoTags }) => RepoTags ?? []);
  for (const tag of tags.filter((name) => name.startsWith(`${buildRepository}:`))) {
    if (!activeRuns.has(tag.slice(buildRepository.length + 1))) await removeImage(docker, tag);
  }
}

async function removeDerivedImages(docker: Docker, now: Date): Promise<void> {
  const images = await docker.listImages({
    filters: { reference: [derivedRepository], label: [derivedFromLabel] },
  });
  for (const { RepoTags, Created, Labels } of images) {
    if (now.getTime() / 1000 - Created < youngSeconds) continue;
    const from = Labels?.[derivedFromLabel];
    const base = from === undefined ? undefined : await unlessMissing(inspectImage(docker, from));
    if (base) continue;
    for (const tag of RepoTags ?? []) await removeImage(docker, tag);
  }
}

/** One that a container uses (409) stays until the next time. */
async function removeImage(docker: Docker, reference: string): Promise<void> {
  try {
    await unlessMissing(docker.getImage(reference).remove());
  } catch (error) {
    if (!hasStatus(error, 409)) throw error;
  }
}

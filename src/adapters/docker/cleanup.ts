import type Docker from 'dockerode';
import type { EngineCleanup } from '../../ports/images.ts';
import { checkerTagOf } from './checker-image.ts';
import { unlessMissing } from './engine-error.ts';
import { inspectImage } from './local-image.ts';
import {
  buildRepository,
  checkerRepository,
  derivedFromLabel,
  derivedRepository,
  runLabel,
  trainedRepository,
} from './names.ts';
import { removeOldCheckers } from './old-checkers.ts';
import { removeImage } from './remove-image.ts';
import { removeContainer } from './with-container.ts';

/** An image is not touched this soon: the container that it is made for may be about to start. */
const youngSeconds = 3600;

/**
 * Removes from the Engine what runs that are over left there: their containers, the tags of images that were never pushed (and
 * with the last tag the image), and derived images whose image is gone; and images that check data and are not made from `checkerBase` as it is
 * done now. Other people's containers and images stay.
 */
export function createEngineCleanup(docker: Docker, checkerBase: string, now: () => Date): EngineCleanup {
  return {
    async removeLeftovers(ended) {
      await removeContainers(docker, ended);
      for (const repository of [buildRepository, trainedRepository])
        await removeRunTags(docker, repository, ended);
      await removeDerivedImages(docker, now());
      const current = checkerTagOf(checkerBase);
      await removeOldCheckers(docker, { repository: checkerRepository, current, now: now() });
    },
  };
}

type Ended = Parameters<EngineCleanup['removeLeftovers']>[0];

async function removeContainers(docker: Docker, ended: Ended): Promise<void> {
  const containers = await docker.listContainers({ all: true, filters: { label: [runLabel] } });
  const over = await ended(containers.flatMap(({ Labels }) => Labels[runLabel] ?? []));
  for (const { Id, Labels } of containers) {
    if (over.has(Labels[runLabel] ?? '')) await removeContainer(docker.getContainer(Id));
  }
}

async function removeRunTags(docker: Docker, repository: string, ended: Ended): Promise<void> {
  const images = await docker.listImages({ filters: { reference: [repository] } });
  const prefix = `${repository}:`;
  const tags = images.flatMap(({ RepoTags }) => RepoTags ?? []).filter((tag) => tag.startsWith(prefix));
  const over = await ended(tags.map((tag) => tag.slice(prefix.length)));
  for (const tag of tags) if (over.has(tag.slice(prefix.length))) await removeImage(docker, tag);
}

async function removeDerivedImages(docker: Docker, now: Date): Promise<void> {
  const images = await docker.listImages({ filters: { label: [derivedFromLabel] } });
  for (const { Id, RepoTags, Created, Labels } of images) {
    if (now.getTime() / 1000 - Created < youngSeconds) continue;
    const names = RepoTags?.filter((name) => name !== '<none>:<none>') ?? [];
    const from = Labels?.[derivedFromLabel];
    const base = from === undefined ? undefined : await unlessMissing(inspectImage(docker, from));
    // One without a name made room for one with newer packages.
    if (names.length === 0) await removeImage(docker, Id);
    if (base) continue;
    for (const name of names.filter((each) => each.startsWith(`${derivedRepository}:`)))
      await removeImage(docker, name);
  }
}

import { buildKey } from '../../domain/names.ts';
import { formatRepository } from '../../domain/repository-ref.ts';
import {
  type KnownImage,
  removalOf,
  unusedInRegistry,
  unusedInRegistrySince,
} from '../../domain/retention.ts';
import type { RegistryRetention } from '../../ports/images.ts';
import type { Locks } from '../../ports/locks.ts';
import type { Log } from '../../ports/log.ts';
import type { ImageRetention } from '../../ports/records.ts';

export interface RegistryCleanUp {
  readonly registry: RegistryRetention;
  readonly locks: Locks;
}

/** Whoever builds this source tree now needs its image: it is looked at the next time. */
const lockLimitMs = 1000;

interface CleanUpPorts extends RegistryCleanUp {
  readonly imageRetention: ImageRetention;
  readonly log: Log;
}

export interface InUse {
  /** Digests that stay. */
  readonly kept: ReadonlySet<string>;
  /** Repositories that are left alone. */
  readonly busy: ReadonlySet<string>;
  readonly now: Date;
}

/** Takes unused images, and the tags of their source trees, out of their registries. What can't be done now is logged and tried the next time. */
export async function cleanUpRegistry(ports: CleanUpPorts, { kept, busy, now }: InUse): Promise<void> {
  const unused = unusedInRegistry(await ports.imageRetention.unsettled(), kept, now);
  const free = unused.filter(({ repository }) => !busy.has(formatRepository(repository)));
  const byPlace = Map.groupBy(free, ({ image }) => image.repository);
  for (const [place, images] of byPlace) {
    await cleanUpRepository(ports, place, images, unusedInRegistrySince(now)).catch((error: unknown) =>
      ports.log.warn({ err: error, repository: place }, 'a repository of a registry could not be cleaned up'),
    );
  }
}

async function cleanUpRepository(
  ports: CleanUpPorts,
  place: string,
  images: readonly KnownImage[],
  since: Date,
): Promise<void> {
  const tags = await ports.registry.tags(place);
  for (const image of images) {
    const removal = removalOf(image, tags);
    const removed = removal.kind === 'tags' ? removeTags : removeImage;
    if (await removed(ports, image, removal.tags, since)) continue;
    ports.log.warn(
      { repository: place },
      'the registry refuses to delete images: allow it there, or unset TAILRACE_PRUNE_REGISTRY',
    );
    return;
  }
}

/** The image stays under its other names. Where the registry can't take a tag alone, the tag stays too, and nothing more is tried. */
async function removeTags(
  { registry, imageRetention }: CleanUpPorts,
  image: KnownImage,
  tags: readonly string[],
) {
  for (const tag of tags) await registry.removeTag(image.image.repository, tag);
  await imageRetention.endRemoval(image, true);
  return true;
}

/** Holds the lock of whoever builds this source tree: an image that is being removed is never pushed at the same time. */
async function removeImage(
  ports: CleanUpPorts,
  image: KnownImage,
  tags: readonly string[],
  since: Date,
): Promise<boolean> {
  const { registry, imageRetention, locks } = ports;
  const { repository: place, digest } = image.image;
  const key = buildKey(image.repository, image.sourceTree);
  const removal = async () => {
    if (!(await imageRetention.beginRemoval(image, since))) return true;
    const isGone = (await registry.removeImage(place, digest)) || (await removeEach(registry, place, tags));
    if (isGone) await imageRetention.forget(image);
    else await imageRetention.endRemoval(image, false);
    return isGone;
  };
  const signal = AbortSignal.timeout(lockLimitMs);
  return locks.alone(key, signal, removal).catch((error: unknown) => {
    if (error === signal.reason) return true;
    throw error;
  });
}

async function removeEach(
  registry: RegistryRetention,
  place: string,
  tags: readonly string[],
): Promise<boolean> {
  const removed = await Promise.all(tags.map((tag) => registry.removeTag(place, tag)));
  return removed.length > 0 && removed.every(Boolean);
}

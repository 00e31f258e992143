import { formatRepository } from '../../domain/repository-ref.ts';
import { deploymentsKept, keptDigests, unusedOnEngine } from '../../domain/retention.ts';
import type { Clock } from '../../ports/clock.ts';
import type { EngineImages } from '../../ports/images.ts';
import type { Log } from '../../ports/log.ts';
import type { ImageRetention } from '../../ports/records.ts';
import { cleanUpRegistry, type RegistryCleanUp } from './clean-up-registry.ts';

export interface RetentionPorts {
  readonly imageRetention: ImageRetention;
  readonly engineImages: EngineImages;
  /** The repositories (`owner/name`) in which a test or a delivery waits or runs. */
  readonly engine: { busyRepositories(): Promise<ReadonlySet<string>> };
  readonly clock: Clock;
  readonly log: Log;
  /** undefined: registries are left as they are. */
  readonly registryCleanUp: RegistryCleanUp | undefined;
}

/**
 * Removes images of ours that nobody uses any more: from the Engine, from which they are pulled again when they are wanted, and, where
 * that is wished, from the registries. A repository in which something waits or runs is left alone until the next time.
 */
export async function removeUnusedImages(ports: RetentionPorts): Promise<void> {
  const now = ports.clock.now();
  const kept = keptDigests(await ports.imageRetention.newestDeployments(deploymentsKept));
  const busy = await ports.engine.busyRepositories();
  const known = await ports.imageRetention.withDigests(await ports.engineImages.digests());
  const unused = unusedOnEngine(known, kept, now).filter(
    ({ repository }) => !busy.has(formatRepository(repository)),
  );
  for (const { image } of unused) await ports.engineImages.remove(image.repository, image.digest);
  if (unused.length > 0)
    ports.log.info({ images: unused.length }, 'unused images were removed from the Engine');
  if (ports.registryCleanUp)
    await cleanUpRegistry({ ...ports, ...ports.registryCleanUp }, { kept, busy, now });
}

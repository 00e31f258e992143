import { z } from 'zod';
import { imageKey, sourceTreeTag } from '../../domain/names.ts';
import { PersonError } from '../../domain/person-error.ts';
import type { RecordedImage } from '../../domain/test-result.ts';
import { tagTakenText } from '../../domain/texts/problems.ts';
import { type ImageTransfer, type LocalImage, TagTaken } from '../../ports/images.ts';
import type { ImageRecords } from '../../ports/records.ts';
import type { Test, TestSubject } from './test-subject.ts';

export interface PushPorts {
  readonly transfer: ImageTransfer;
  readonly images: ImageRecords;
}

/** The step's name, and what it gives. */
export const pushStep = ['push', z.string()] as const;

/** The first recorded digest is the image of this source tree. Another run that came first makes this one start again with it. */
export async function pushImage(
  ports: PushPorts,
  { run, subject, progress, training }: Test,
  local: LocalImage,
): Promise<RecordedImage> {
  await progress.phase('pushing the image');
  const { repository, sourceTree, guards } = subject;
  const tag = sourceTreeTag(sourceTree, training?.fingerprint);
  const key = imageKey(sourceTree, training?.fingerprint);
  const digest = await run
    .step(...pushStep, () => ports.transfer.push(local.id, guards.imageRepository, tag, run.signal))
    .catch((error: unknown) => explainTaken(ports, subject, { key, tag }, error));
  const image = { repository: guards.imageRepository, digest, exposedPorts: [...local.exposedPorts] };
  const first = await ports.images.record(repository, key, image);
  if (first.digest !== digest)
    throw new Error(
      `another run recorded ${first.digest} for this source tree, not ${digest}; the next try uses that one`,
    );
  return first;
}

/**
 * A tag with an image that we have no record of can't be trusted, and is never moved: a person has to look at it. The tag of an image
 * whose removal was cut off is free at the next try.
 */
async function explainTaken(
  ports: PushPorts,
  { repository, guards }: TestSubject,
  { key, tag }: { readonly key: string; readonly tag: string },
  error: unknown,
): Promise<never> {
  if (!(error instanceof TagTaken) || (await ports.images.find(repository, key))) throw error;
  if (await ports.images.isLeaving(repository, key)) throw error;
  const text = tagTakenText(guards.imageRepository, tag);
  throw new PersonError(text.title, text.message);
}

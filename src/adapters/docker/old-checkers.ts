import type Docker from 'dockerode';
import { unlessMissing } from './engine-error.ts';
import { inspectImage } from './local-image.ts';
import { splitTag } from './names.ts';
import { removeImage } from './remove-image.ts';

/** Another Tailrace on this Engine may use what we do not: as long as it was used in this time, it stays. */
const unusedMs = 24 * 3600_000;

/** Notes on the Engine that an image is used: its tag is put on it anew, which the Engine keeps the time of. */
export async function noteUse(docker: Docker, tag: string): Promise<void> {
  await docker.getImage(tag).tag(splitTag(tag));
}

/** The images that check data: those that were made of other packages or of another base, and were not used for a day, go. One in a container stays. */
export async function removeOldCheckers(
  docker: Docker,
  { repository, current, now }: { readonly repository: string; readonly current: string; readonly now: Date },
): Promise<void> {
  const images = await docker.listImages({ filters: { reference: [repository] } });
  const tags = images.flatMap(({ RepoTags }) => RepoTags ?? []);
  for (const tag of tags.filter((each) => each.startsWith(`${repository}:`) && each !== current)) {
    const image = await unlessMissing(inspectImage(docker, tag));
    if (image && now.getTime() - image.taggedAt.getTime() > unusedMs) await removeImage(docker, tag);
  }
}

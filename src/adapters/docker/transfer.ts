import type Docker from 'dockerode';
import { type ImageTransfer, type LocalImage, TagTaken } from '../../ports/images.ts';
import { unlessMissing } from './engine-error.ts';
import { type InspectedImage, inspectImage, localImage } from './local-image.ts';
import { buildRepository, buildTag, engineName, splitTag, trainedRepository } from './names.ts';
import { type Login, transferImage } from './transfer-stream.ts';

export interface TransferNeeds {
  /** The digest behind a tag, as the registry says it. */
  digestOf(repository: string, tag: string): Promise<string | undefined>;
  /** Our login for the registry of this repository (`host/path`). */
  loginFor(repository: string): Login | undefined;
}

/**
 * Moves images between the Engine and registries. A push is done when the registry itself gives the digest. A tag that is there
 * with another image is never moved: {@link TagTaken}. The image's build tags are removed once it has a pushed one.
 */
export function createImageTransfer(docker: Docker, needs: TransferNeeds): ImageTransfer {
  return {
    async push(localId, repository, tag, signal) {
      const image = await inspectImage(docker, localId);
      const there = await needs.digestOf(repository, tag);
      if (there !== undefined && !image.digests.includes(`${engineName(repository)}@${there}`))
        throw taken(repository, tag, there);
      const digest = there ?? (await pushAndRead(docker, needs, { localId, repository, tag, signal }));
      await removeBuildTags(docker, image, repository, tag);
      return digest;
    },
    ensureLocal: (repository, digest, signal) => ensureLocal(docker, needs, repository, digest, signal),
  };
}

interface Push {
  readonly localId: string;
  readonly repository: string;
  readonly tag: string;
  readonly signal: AbortSignal;
}

async function pushAndRead(docker: Docker, needs: TransferNeeds, push: Push): Promise<string> {
  const { localId, repository, tag, signal } = push;
  await docker.getImage(localId).tag({ repo: repository, tag });
  const call = { path: `/images/${repository}/push?`, options: { tag } };
  const sent = await transferImage(docker, {
    ...call,
    repository,
    login: needs.loginFor(repository),
    signal,
  });
  const digest = await needs.digestOf(repository, tag);
  if (digest === undefined)
    throw new Error(`${repository}:${tag} was pushed, but the registry does not have it`);
  if (sent !== undefined && sent !== digest) throw taken(repository, tag, digest);
  return digest;
}

async function ensureLocal(
  docker: Docker,
  needs: TransferNeeds,
  repository: string,
  digest: string,
  signal: AbortSignal,
): Promise<LocalImage> {
  const reference = `${repository}@${digest}`;
  const there = await unlessMissing(inspectImage(docker, reference));
  if (there) return localImage(there);
  const call = { path: '/images/create?', options: { fromImage: repository, tag: digest } };
  await transferImage(docker, { ...call, repository, login: needs.loginFor(repository), signal });
  return localImage(await inspectImage(docker, reference));
}

function taken(repository: string, tag: string, digest: string): TagTaken {
  return new TagTaken(
    `${repository}:${tag} is there with another image, ${digest}; tags are added, never moved`,
  );
}

/** The build's own tags have done their work; without the pushed tag they are the image's last and stay. */
async function removeBuildTags(
  docker: Docker,
  image: InspectedImage,
  repository: string,
  tag: string,
): Promise<void> {
  const pushed = await inspectImage(docker, image.id);
  if (!pushed.tags.includes(`${engineName(repository)}:${tag}`)) return;
  const built = pushed.tags.filter((name) => name.startsWith(`${buildRepository}:`));
  const trained = pushed.tags.filter((name) => name.startsWith(`${trainedRepository}:`));
  const below = trained.map((name) => buildTag(splitTag(name).tag));
  for (const name of [...built, ...trained, ...below])
    await unlessMissing(docker.getImage(name).remove({ noprune: true }));
}

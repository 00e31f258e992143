import type Docker from 'dockerode';
import { z } from 'zod';
import { type ImageTransfer, type LocalImage, TagTaken } from '../../ports/images.ts';
import { dialStream } from './dial.ts';
import { unlessMissing } from './engine-error.ts';
import { jsonLines } from './json-lines.ts';
import { type InspectedImage, inspectImage, localImage } from './local-image.ts';
import { buildRepository, engineName } from './names.ts';

/** A registry's login; the Engine sends it on. */
export interface Login {
  readonly username: string;
  readonly password: string;
}

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
  const sent = await follow(
    docker,
    needs,
    repository,
    { path: `/images/${repository}/push?`, options: { tag } },
    signal,
  );
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
  const options = { fromImage: repository, tag: digest };
  await follow(docker, needs, repository, { path: '/images/create?', options }, signal);
  return localImage(await inspectImage(docker, reference));
}

const messageSchema = z.union([
  z.object({ errorDetail: z.object({ message: z.string() }) }),
  z.object({ aux: z.object({ Digest: z.string() }) }),
]);

/** Follows a push or pull to its end and gives the digest that a push reports. An error inside the stream is thrown. */
async function follow(
  docker: Docker,
  needs: TransferNeeds,
  repository: string,
  call: { readonly path: string; readonly options: Readonly<Record<string, string>> },
  signal: AbortSignal,
): Promise<string | undefined> {
  signal.throwIfAborted();
  const authconfig = engineLogin(needs.loginFor(repository), repository);
  let digest: string | undefined;
  try {
    const answer = await dialStream(docker, {
      ...call,
      method: 'POST',
      authconfig,
      abortSignal: signal,
      statusCodes,
    });
    for await (const message of jsonLines(answer)) {
      const known = messageSchema.safeParse(message);
      if (known.success && 'errorDetail' in known.data) throw new Error(known.data.errorDetail.message);
      if (known.success && 'aux' in known.data) digest = known.data.aux.Digest;
    }
  } catch (cause) {
    signal.throwIfAborted();
    throw new Error(`the Engine could not transfer ${repository}`, { cause });
  }
  return digest;
}

const statusCodes = { 200: true, 404: 'no such image', 500: 'server error' };

/** Older Engines refuse a push without the header, so an anonymous one sends an empty login. */
function engineLogin(login: Login | undefined, repository: string): Record<string, string> {
  return login ? { ...login, serveraddress: repository.split('/')[0] ?? '' } : {};
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
  const ours = pushed.tags.filter((name) => name.startsWith(`${buildRepository}:`));
  for (const name of ours) await unlessMissing(docker.getImage(name).remove({ noprune: true }));
}

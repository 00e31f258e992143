import { type ImageRegistry, type RegistryRetention, TagTaken } from '../../ports/images.ts';
import { type AskOptions, askRegistry, type Question } from './ask.ts';
import { loginFor, type RegistryLogins } from './logins.ts';
import { registryRetention } from './registry-retention.ts';
import { parseRepository } from './repository.ts';

/** All kinds of manifest: with fewer the registry converts the manifest, and its digest is another one. */
const manifestTypes = [
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
].join(', ');

const largestManifestBytes = 4 * 1024 ** 2;

export interface RegistryOptions {
  readonly logins: RegistryLogins;
  /** Pause before a repetition, in milliseconds; one second when it is not given. */
  readonly pauseMs?: number;
}

/** A registry by OCI's distribution API (https://github.com/opencontainers/distribution-spec/blob/main/spec.md). */
export function createImageRegistry({
  logins,
  pauseMs = 1000,
}: RegistryOptions): ImageRegistry & RegistryRetention {
  const askAt = (repository: string, path: string, question: Question): Promise<Response> => {
    const options: AskOptions = { login: loginFor(logins, repository), pauseMs };
    return askRegistry(parseRepository(repository), path, question, options);
  };
  const ask = (repository: string, reference: string, question: Question) =>
    askAt(repository, `manifests/${reference}`, question);

  async function digestOf(repository: string, tag: string): Promise<string | undefined> {
    const answer = await ask(repository, tag, { method: 'HEAD', headers: { accept: manifestTypes } });
    if (answer.status === 404) return undefined;
    if (!answer.ok) throw unexpected(repository, answer);
    const digest = answer.headers.get('docker-content-digest');
    if (!digest) throw new Error(`${repository}: the registry gives no digest for ${tag}`);
    return digest;
  }

  async function addTag(repository: string, digest: string, tag: string): Promise<void> {
    const there = await digestOf(repository, tag);
    if (there === digest) return;
    if (there !== undefined) throw taken(repository, tag, there, digest);
    const manifest = await ask(repository, digest, { method: 'GET', headers: { accept: manifestTypes } });
    if (!manifest.ok) throw unexpected(repository, manifest);
    const { body, type } = await bytesOf(repository, manifest);
    const put = await ask(repository, tag, { method: 'PUT', headers: { 'content-type': type }, body });
    if (!put.ok) throw unexpected(repository, put);
    const now = await digestOf(repository, tag);
    if (now !== digest) throw taken(repository, tag, now ?? 'nothing', digest);
  }

  return { digestOf, addTag, ...registryRetention(askAt, digestOf) };
}

async function bytesOf(repository: string, manifest: Response) {
  const type = manifest.headers.get('content-type');
  if (!type) throw new Error(`${repository}: the registry does not say the manifest's type`);
  // Byte for byte: the digest is a hash over these.
  const body = new Uint8Array(await manifest.arrayBuffer());
  if (body.length > largestManifestBytes)
    throw new Error(`${repository}: the manifest has ${body.length} bytes`);
  return { body, type };
}

function taken(repository: string, tag: string, there: string, wanted: string): TagTaken {
  return new TagTaken(
    `${repository}:${tag} is there with ${there}, not ${wanted}; tags are added, never moved`,
  );
}

function unexpected(repository: string, answer: Response): Error {
  return new Error(`${repository}: the registry answered ${answer.status}`);
}

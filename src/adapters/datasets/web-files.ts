import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { mayPass } from '../../domain/dataset-problem.ts';
import { formatRepository } from '../../domain/repository-ref.ts';
import { DatasetUnavailable, type WebFile, type WebFiles } from '../../ports/datasets.ts';
import { download, forgetPart } from './download.ts';
import { mayBePrivate } from './guarded-lookup.ts';
import type { KeptFiles } from './kept-files.ts';

export interface WebFilesOptions {
  /** Certificates that are trusted in place of the system's. */
  readonly ca?: string | undefined;
  readonly retryMs?: number | undefined;
}

const idleMs = 60_000;
const mostMinutes = 120;

/**
 * Files by https, kept by their SHA-256: for each repository on its own, since knowing a hash is no right to what another repository
 * fetched. Nothing is trusted before its hash is checked.
 */
export function webFiles(kept: KeptFiles, options: WebFilesOptions): WebFiles {
  return {
    async hold(wanted) {
      const { repository, sha256, mostBytes, signal } = wanted;
      const path = join(formatRepository(repository).toLowerCase(), sha256);
      const file = await kept.hold(path, signal, (place) => fetchInTime(wanted, place, options));
      if (file.bytes <= mostBytes) return file;
      file.release();
      throw new DatasetUnavailable({ kind: 'too-large', mostBytes });
    },
  };
}

/** A server that sends a byte a minute would keep a run for ever. */
async function fetchInTime(wanted: WebFile, place: string, options: WebFilesOptions): Promise<void> {
  const deadline = AbortSignal.timeout(mostMinutes * 60_000);
  try {
    await fetchChecked({ ...wanted, signal: AbortSignal.any([wanted.signal, deadline]) }, place, options);
  } catch (error) {
    wanted.signal.throwIfAborted();
    if (deadline.aborted) throw new DatasetUnavailable({ kind: 'too-slow', minutes: mostMinutes });
    throw error;
  }
}

async function fetchChecked(wanted: WebFile, place: string, options: WebFilesOptions): Promise<void> {
  const part = `${place}.part`;
  const found = await fetchPart(wanted, part, options);
  if (found.sha256 === wanted.sha256) {
    await rename(part, place);
    return forgetPart(part);
  }
  const { size: bytes } = await stat(part);
  await forgetPart(part);
  // Its halves may be of different files: what the server has now is known only when it is fetched in one piece.
  if (found.resumed) return fetchChecked(wanted, place, options);
  throw new DatasetUnavailable({ kind: 'changed', sha256: found.sha256, bytes });
}

async function fetchPart(wanted: WebFile, part: string, { ca, retryMs = 1000 }: WebFilesOptions) {
  const { url, mostBytes, signal } = wanted;
  const may = mayBePrivate(wanted.privateAddresses);
  try {
    const { resumed } = await download({
      ...{ url, part, mostBytes, signal, ca, idleMs, retryMs },
      mayBePrivate: may,
    });
    return { resumed, sha256: await sha256Of(part) };
  } catch (error) {
    if (error instanceof DatasetUnavailable && !mayPass(error.obstacle)) await forgetPart(part);
    throw error;
  }
}

async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

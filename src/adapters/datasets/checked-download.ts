import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rename, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { mayPass } from '../../domain/dataset-problem.ts';
import { DatasetUnavailable } from '../../ports/datasets.ts';
import { type Download, download, forgetPart } from './download.ts';

/** Where a file is fetched from, and what it has to be. */
export interface Source extends Pick<Download, 'url' | 'mostBytes' | 'mayBePrivate' | 'signal'> {
  readonly sha256: string;
  readonly ca?: string | undefined;
  readonly retryMs?: number | undefined;
  readonly credentials?: Download['credentials'];
  readonly plainHttp?: Download['plainHttp'];
}

const idleMs = 60_000;
const mostMinutes = 120;

/**
 * Downloads a file to this place, where it comes to lie only once its SHA-256 is the right one. Throws {@link DatasetUnavailable}, or the
 * signal's reason. A server that sends a byte a minute would keep a run for ever: there is a limit of two hours.
 */
export async function checkedDownload(source: Source, place: string): Promise<void> {
  const deadline = AbortSignal.timeout(mostMinutes * 60_000);
  try {
    await fetchChecked({ ...source, signal: AbortSignal.any([source.signal, deadline]) }, place);
  } catch (error) {
    source.signal.throwIfAborted();
    if (deadline.aborted) throw new DatasetUnavailable({ kind: 'too-slow', minutes: mostMinutes });
    throw error;
  }
}

async function fetchChecked(source: Source, place: string): Promise<void> {
  const part = `${place}.part`;
  const found = await fetchPart(source, part);
  if (found.sha256 === source.sha256) {
    await rename(part, place);
    return forgetPart(part);
  }
  const { size: bytes } = await stat(part);
  await forgetPart(part);
  // Its halves may be of different files: what the server has now is known only when it is fetched in one piece.
  if (found.resumed) return fetchChecked(source, place);
  throw new DatasetUnavailable({ kind: 'changed', sha256: found.sha256, bytes });
}

async function fetchPart({ ca, retryMs = 1000, ...source }: Source, part: string) {
  try {
    const { resumed } = await download({ ...source, part, ca, retryMs, idleMs });
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

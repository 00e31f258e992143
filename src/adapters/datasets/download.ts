import { open, readFile, rm, stat, writeFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import pRetry from 'p-retry';
import { mayPass } from '../../domain/dataset-problem.ts';
import { DatasetUnavailable } from '../../ports/datasets.ts';
import { explained, type Get, httpsGet } from './https-get.ts';

export interface Download extends Omit<Get, 'headers'> {
  /** The file that is written; what an earlier download left of it is gone on from. */
  readonly part: string;
  readonly mostBytes: number;
  /** Milliseconds before the second try. */
  readonly retryMs: number;
}

const tries = 6;
/** A try that brought this much is not counted: a big file may break off often. */
const progressBytes = 2 ** 20;

/**
 * Downloads a file to the disk, never into memory. What breaks off is gone on from where it was, if the server can do that. Gives
 * whether it was: then the parts may be of different files. Throws {@link DatasetUnavailable}.
 */
export async function download(wanted: Download): Promise<{ readonly resumed: boolean }> {
  let resumed = false;
  let before = await bytesOf(wanted.part);
  const attempt = async () => {
    if ((await fetchRest(wanted)) > 0) resumed = true;
  };
  await pRetry(attempt, {
    retries: tries - 1,
    minTimeout: wanted.retryMs,
    maxTimeout: 20 * wanted.retryMs,
    randomize: true,
    signal: wanted.signal,
    shouldRetry: ({ error }) => error instanceof DatasetUnavailable && mayPass(error.obstacle),
    shouldConsumeRetry: async () => {
      const now = await bytesOf(wanted.part);
      const stands = now - before < progressBytes;
      before = now;
      return stands;
    },
  });
  return { resumed };
}

/** One try. Gives how many bytes were there already and stay. */
async function fetchRest(wanted: Download): Promise<number> {
  const { part, mostBytes } = wanted;
  const { hostname: host } = new URL(wanted.url);
  const there = await bytesOf(part);
  const answer = await httpsGet({ ...wanted, headers: await rangeFrom(part, there) });
  try {
    const from = startOf(answer, there, host);
    if (from === undefined) return there;
    if (from + Number(answer.headers['content-length'] ?? 0) > mostBytes)
      throw new DatasetUnavailable({ kind: 'too-large', mostBytes });
    await noteValidator(part, answer);
    await writeAfter(part, from, answer, mostBytes);
    return from;
  } catch (error) {
    wanted.signal.throwIfAborted();
    throw explained(error, host);
  } finally {
    answer.destroy();
  }
}

/** If the file is still the same, the server sends what is missing, else the whole (RFC 9110, "If-Range"). */
async function rangeFrom(part: string, there: number): Promise<Record<string, string>> {
  if (there === 0) return {};
  const validator = await readFile(validatorOf(part), 'utf8').catch(() => '');
  return { range: `bytes=${there}-`, ...(validator ? { 'if-range': validator } : {}) };
}

/** Where the answer's body belongs in the file; undefined where all of it is there already. */
function startOf(answer: IncomingMessage, there: number, host: string): number | undefined {
  const { statusCode: status = 0, headers } = answer;
  if (status === 200) return 0;
  if (status === 206 && headers['content-range']?.startsWith(`bytes ${there}-`)) return there;
  if (status === 416 && there > 0) return undefined;
  throw new DatasetUnavailable({ kind: 'refused', host, status });
}

/** A weak ETag is no promise of the same bytes. */
async function noteValidator(part: string, { headers }: IncomingMessage): Promise<void> {
  const { etag, 'last-modified': modified } = headers;
  const strong = etag?.startsWith('"') ? etag : undefined;
  await writeFile(validatorOf(part), strong ?? modified ?? '');
}

function validatorOf(part: string): string {
  return `${part}.validator`;
}

/** Writes each piece before it takes the next: what came before a break is there to go on from. */
async function writeAfter(
  part: string,
  from: number,
  body: AsyncIterable<Buffer>,
  mostBytes: number,
): Promise<void> {
  const file = await open(part, from > 0 ? 'a' : 'w');
  let bytes = from;
  try {
    for await (const piece of body) {
      bytes += piece.length;
      if (bytes > mostBytes) throw new DatasetUnavailable({ kind: 'too-large', mostBytes });
      await file.appendFile(piece);
    }
    await file.sync();
  } finally {
    await file.close();
  }
}

async function bytesOf(path: string): Promise<number> {
  return (await stat(path).catch(() => undefined))?.size ?? 0;
}

/** Forgets what was downloaded so far. */
export async function forgetPart(part: string): Promise<void> {
  await rm(part, { force: true });
  await rm(validatorOf(part), { force: true });
}

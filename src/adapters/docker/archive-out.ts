import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { Container } from 'dockerode';
import { type Extract, extract } from 'tar-stream';
import { z } from 'zod';
import { unlessMissing } from './engine-error.ts';

/** Go's `fs.ModeType`: set in everything that is not a regular file (folder, link, pipe, socket, device). */
const notRegular = 0x8f280000;

const statSchema = z.object({ size: z.number(), mode: z.number(), mtime: z.string() });
const answerSchema = z.object({ headers: z.object({ 'x-docker-container-path-stat': z.string() }) });

export interface FileState {
  readonly bytes: number;
  readonly regular: boolean;
  /** Changes with each write: size and time (in nanoseconds) of the last one. */
  readonly version: string;
}

/** What lies at a path of a container (a link is not followed), or undefined. */
export async function fileState(container: Container, path: string): Promise<FileState | undefined> {
  const answer: unknown = await unlessMissing(container.infoArchive({ path }));
  if (answer === undefined) return undefined;
  if (answer instanceof Readable) answer.resume();
  const header = answerSchema.parse(answer).headers['x-docker-container-path-stat'];
  const { size, mode, mtime } = statSchema.parse(JSON.parse(Buffer.from(header, 'base64').toString()));
  return { bytes: size, regular: (mode & notRegular) === 0, version: `${size} ${mtime}` };
}

/** Why a file that a container should have written is not read. */
export type NoFile =
  | { readonly kind: 'missing' }
  /** There, but a link, a folder or another special file, or bigger than the cap. */
  | { readonly kind: 'unfit' };

export type FileOut = NoFile | { readonly kind: 'text'; readonly text: string };

/**
 * Reads a regular file of up to `maxBytes` out of a container that has ended. `before` is its state before the start: a file
 * that is still the same was brought by the image and counts as missing.
 */
export function readWritten(
  container: Container,
  path: string,
  before: FileState | undefined,
  maxBytes: number,
): Promise<FileOut> {
  return withWritten(container, path, before, maxBytes, async (file): Promise<FileOut> => {
    return { kind: 'text', text: (await buffer(file)).toString('utf8') };
  });
}

/** Gives such a file to `use` as it comes, with its size in bytes. */
export async function withWritten<T>(
  container: Container,
  path: string,
  before: FileState | undefined,
  maxBytes: number,
  use: (file: AsyncIterable<Uint8Array>, bytes: number) => Promise<T>,
): Promise<T | NoFile> {
  const now = await fileState(container, path);
  if (!now || now.version === before?.version) return { kind: 'missing' };
  if (!now.regular || now.bytes > maxBytes) return { kind: 'unfit' };
  return readEntry(await container.getArchive({ path }), maxBytes, use);
}

/** Reads to the archive's end: a connection with something left in it stays open for minutes. */
async function readEntry<T>(
  archive: NodeJS.ReadableStream,
  maxBytes: number,
  use: (file: AsyncIterable<Uint8Array>, bytes: number) => Promise<T>,
): Promise<T | NoFile> {
  const entries = extract();
  archive.on('error', (error) => entries.destroy(error));
  archive.pipe(entries);
  const file = await firstEntry(entries, maxBytes, use);
  archive.unpipe(entries).resume();
  return file;
}

async function firstEntry<T>(
  entries: Extract,
  maxBytes: number,
  use: (file: AsyncIterable<Uint8Array>, bytes: number) => Promise<T>,
): Promise<T | NoFile> {
  for await (const entry of entries) {
    const { type, size = 0 } = entry.header;
    if (type !== 'file' || size > maxBytes) return { kind: 'unfit' };
    return await use(bytesIn(entry), size);
  }
  return { kind: 'missing' };
}

async function* bytesIn(entry: AsyncIterable<unknown>): AsyncGenerator<Uint8Array> {
  for await (const piece of entry) if (piece instanceof Uint8Array) yield piece;
}

import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Container } from 'dockerode';
import { type Pack, pack } from 'tar-stream';

/** A file to put into a container; missing folders above it are made (root's, 0755). */
export interface FileIn {
  /** Absolute, inside the container. */
  readonly path: string;
  readonly bytes: number;
  content(): Readable;
}

const readableByAll = 0o644;
const writableByAll = 0o1777;

/**
 * Puts files into a container that is not started yet, through the Engine's archive API: no path of ours is mounted, so the
 * Engine may be on another machine. `folders` are made writable for every user. Contents are streamed, never held.
 */
export async function putFiles(
  container: Container,
  folders: readonly string[],
  files: readonly FileIn[],
  signal: AbortSignal,
): Promise<void> {
  const tar = pack();
  const written = writeAll(tar, folders, files);
  const body = Readable.from(tar);
  const sent = container.putArchive(body, { path: '/', abortSignal: signal }).finally(() => body.destroy());
  // Each side's failure ends the other; the sending's is the cause either way: the content's own error, or the Engine's.
  const [sending, writing] = await Promise.allSettled([sent, written]);
  signal.throwIfAborted();
  if (sending.status === 'rejected') throw sending.reason;
  if (writing.status === 'rejected') throw writing.reason;
}

async function writeAll(tar: Pack, folders: readonly string[], files: readonly FileIn[]): Promise<void> {
  try {
    for (const folder of folders)
      tar.entry({ name: relative(folder), type: 'directory', mode: writableByAll });
    for (const file of files) await writeFile(tar, file);
    tar.finalize();
  } catch (error) {
    tar.destroy(error instanceof Error ? error : new Error(String(error)));
    throw error;
  }
}

async function writeFile(tar: Pack, { path, bytes, content }: FileIn): Promise<void> {
  const entry = tar.entry({ name: relative(path), mode: readableByAll, size: bytes, mtime: new Date() });
  await pipeline(content(), entry);
}

function relative(path: string): string {
  return path.replace(/^\/+/, '');
}

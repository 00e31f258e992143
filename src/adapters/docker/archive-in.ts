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
  /** Where a symbolic link to it is put. */
  readonly link?: string | undefined;
}

/** A folder to put into a container, missing ones above it too. */
export interface FolderIn {
  /** Absolute, inside the container. */
  readonly path: string;
  /** A tar of the folder's content, paths from the folder. */
  tar(): Readable;
}

const readableByAll = 0o644;
const openToAll = 0o755;
const writableByAll = 0o1777;

/**
 * Puts files into a container that is not started yet, through the Engine's archive API: no path of ours is mounted, so the
 * Engine may be on another machine. `writable` folders are made for every user. Contents are streamed, never held.
 */
export async function putFiles(
  container: Container,
  writable: readonly string[],
  files: readonly FileIn[],
  signal: AbortSignal,
): Promise<void> {
  const folders = writable.map((path) => ({ path, mode: writableByAll }));
  await putArchive(container, '/', (tar) => writeAll(tar, folders, files), signal);
}

/** Puts whole folders into a container in the same way. */
export async function putFolders(
  container: Container,
  folders: readonly FolderIn[],
  signal: AbortSignal,
): Promise<void> {
  const made = folders.map(({ path }) => ({ path, mode: openToAll }));
  // The Engine puts an archive into a folder that is there.
  if (made.length > 0) await putArchive(container, '/', (tar) => writeAll(tar, made, []), signal);
  for (const { path, tar } of folders) await send(container, path, tar(), signal);
}

async function putArchive(
  container: Container,
  path: string,
  write: (tar: Pack) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const tar = pack();
  const written = write(tar);
  // Each side's failure ends the other; the sending's is the cause either way: the content's own error, or the Engine's.
  const [sending, writing] = await Promise.allSettled([
    send(container, path, Readable.from(tar), signal),
    written,
  ]);
  signal.throwIfAborted();
  if (sending.status === 'rejected') throw sending.reason;
  if (writing.status === 'rejected') throw writing.reason;
}

function send(container: Container, path: string, body: Readable, signal: AbortSignal): Promise<unknown> {
  return container.putArchive(body, { path, abortSignal: signal }).finally(() => body.destroy());
}

interface Folder {
  readonly path: string;
  readonly mode: number;
}

async function writeAll(tar: Pack, folders: readonly Folder[], files: readonly FileIn[]): Promise<void> {
  try {
    for (const { path, mode } of folders) tar.entry({ name: relative(path), type: 'directory', mode });
    for (const file of files) await writeFile(tar, file);
    tar.finalize();
  } catch (error) {
    tar.destroy(error instanceof Error ? error : new Error(String(error)));
    throw error;
  }
}

async function writeFile(tar: Pack, { path, bytes, content, link }: FileIn): Promise<void> {
  const entry = tar.entry({ name: relative(path), mode: readableByAll, size: bytes, mtime: new Date() });
  await pipeline(content(), entry);
  if (link !== undefined) tar.entry({ name: relative(link), type: 'symlink', linkname: path });
}

function relative(path: string): string {
  return path.replace(/^\/+/, '');
}

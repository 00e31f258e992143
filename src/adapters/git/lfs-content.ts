import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Extract, extract, type Header, type Pack, pack } from 'tar-stream';
import { mostPointerBytes, parseLfsPointer } from '../../domain/lfs-pointer.ts';
import type { LfsFile } from '../../ports/lfs.ts';

export type OpenLfs = (file: LfsFile) => Readable;

/** A stream of a file's content: where that is a pointer of Git LFS, what it stands for. Only so much is looked at as a pointer can have. */
export function contentStream(blob: Readable, name: string, open: OpenLfs): Readable {
  return Readable.from(resolved(blob, name, open), { objectMode: false });
}

async function* resolved(blob: Readable, path: string, open: OpenLfs): AsyncGenerator<Buffer> {
  let head: Buffer | undefined = Buffer.alloc(0);
  for await (const piece of blob) {
    if (!head) {
      yield piece;
      continue;
    }
    head = Buffer.concat([head, piece]);
    if (head.length <= mostPointerBytes) continue;
    yield head;
    head = undefined;
  }
  const pointer = head && parseLfsPointer(head);
  if (pointer) yield* open({ ...pointer, path });
  else if (head && head.length > 0) yield head;
}

/** A tar in which the contents of these files stand in place of their pointers. `files` is by the path in the tar. */
export function archiveWithContents(
  archive: Readable,
  files: ReadonlyMap<string, LfsFile>,
  open: OpenLfs,
): Readable {
  const entries = extract();
  const tar = pack();
  const output = Readable.from(tar, { objectMode: false });
  const fail = (error: Error) => tar.destroy(error);
  Promise.all([pipeline(archive, entries), putContents(entries, tar, files, open)]).catch(fail);
  return output.once('close', () => archive.destroy());
}

async function putContents(
  entries: Extract,
  tar: Pack,
  files: ReadonlyMap<string, LfsFile>,
  open: OpenLfs,
): Promise<void> {
  for await (const entry of entries) {
    const file = entry.header.type === 'file' ? files.get(entry.header.name) : undefined;
    if (file) entry.resume();
    if (file) await pipeline(open(file), tar.entry({ ...plainHeaders(entry.header), size: file.bytes }));
    else await pipeline(entry, tar.entry(plainHeaders(entry.header)));
  }
  tar.finalize();
}

/** Without the extended headers of the archive that was read: they are made anew. */
function plainHeaders({ pax: _, ...header }: Header): Header {
  return header;
}

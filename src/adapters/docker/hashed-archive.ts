import { createHash } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import { type Extract, extract } from 'tar-stream';
import type { HashedFile } from '../../domain/dataset.ts';

type Found = HashedFile & { readonly bytes: number };

/**
 * The files and symbolic links of an archive of the Engine's with their contents' SHA-256; a hard link counts as the file that it is. What
 * has no content (folders, pipes, devices) is left out.
 */
export async function hashedArchive(archive: NodeJS.ReadableStream): Promise<readonly Found[]> {
  const entries = extract();
  const [files] = await Promise.all([hashedEntries(entries), pipeline(archive, entries)]);
  return files;
}

async function hashedEntries(entries: Extract): Promise<readonly Found[]> {
  const found = new Map<string, Found>();
  for await (const entry of entries) {
    const { name, type, size: bytes = 0, linkname } = entry.header;
    const path = plain(name);
    const content = createHash('sha256');
    for await (const piece of entry) if (Buffer.isBuffer(piece)) content.update(piece);
    const target = linkname ?? '';
    if (type === 'file') found.set(path, { path, bytes, sha256: content.digest('hex'), link: false });
    if (type === 'symlink') found.set(path, { path, bytes, sha256: sha256Of(target), link: true });
    const same = type === 'link' ? found.get(plain(target)) : undefined;
    if (same) found.set(path, { ...same, path });
  }
  return [...found.values()];
}

/** `./a/b` → `a/b`. */
function plain(name: string): string {
  return name.replace(/^(\.?\/)+/, '');
}

function sha256Of(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

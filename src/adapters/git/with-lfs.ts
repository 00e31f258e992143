import { PassThrough, type Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { parseLfsPointer } from '../../domain/lfs-pointer.ts';
import type { RepositoryRef } from '../../domain/repository-ref.ts';
import type { GitReader } from '../../ports/git.ts';
import type { LfsFile, LfsObjects } from '../../ports/lfs.ts';
import type { GitCache } from './cache.ts';
import { archiveWithContents, contentStream, type OpenLfs } from './lfs-content.ts';
import { lfsFiles } from './lfs-files.ts';

/** A reader for which a pointer of Git LFS is the content that it stands for, in everything that is read, hashed or built. */
export function withLfs(reader: GitReader, cache: GitCache, lfs: LfsObjects): GitReader {
  const opener =
    (repository: RepositoryRef): OpenLfs =>
    (file) =>
      lfs.open(repository, file);
  return {
    ...reader,
    read: async (repository, treeish, path) => {
      const content = await reader.read(repository, treeish, path);
      const pointer = content && parseLfsPointer(content);
      return pointer ? buffer(lfs.open(repository, { ...pointer, path })) : content;
    },
    hashes: async (repository, treeish, path) => {
      const files = await reader.hashes(repository, treeish, path);
      const contents = byPath(await lfsFiles(cache, repository, treeish, path));
      return files.map((file) => {
        const content = contents.get(file.path);
        return content ? { ...file, sha256: content.oid, bytes: content.bytes } : file;
      });
    },
    blob: (repository, blob) => contentStream(reader.blob(repository, blob), blob, opener(repository)),
    prefetch: async (repository, tree, path) => {
      await reader.prefetch(repository, tree, path);
      const files = await lfsFiles(cache, repository, tree, path);
      if (files.length > 0) await lfs.fetch(repository, files);
    },
    archive: (repository, tree, folder) =>
      later(async () => {
        const archive = () => reader.archive(repository, tree, folder);
        const files = await lfsFiles(cache, repository, tree, folder);
        if (files.length === 0) return archive();
        return archiveWithContents(archive(), byPath(files, folder), opener(repository));
      }),
  };
}

/** By their paths in `folder`. */
function byPath(files: readonly LfsFile[], folder = '.'): Map<string, LfsFile> {
  const above = folder === '.' ? 0 : folder.replace(/\/$/, '').length + 1;
  return new Map(files.map((file) => [file.path.slice(above), file]));
}

/** A stream that is known only after a look. */
function later(open: () => Promise<Readable>): Readable {
  const output = new PassThrough();
  open()
    .then((source) => pipeline(source, output))
    .catch((error: Error) => output.destroy(error));
  return output;
}

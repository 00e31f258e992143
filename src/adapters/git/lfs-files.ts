import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { z } from 'zod';
import { mostPointerBytes, parseLfsPointer } from '../../domain/lfs-pointer.ts';
import type { RepositoryRef } from '../../domain/repository-ref.ts';
import type { LfsFile } from '../../ports/lfs.ts';
import { batchedBlobs } from './batched-blobs.ts';
import type { GitCache } from './cache.ts';
import { filesWithSizes } from './tree-files.ts';

/** `version`, the shortest URL, a hash and a size: no pointer has fewer bytes. */
const leastPointerBytes = 110;

const filesSchema = z.array(z.object({ path: z.string(), oid: z.string(), bytes: z.number() }));

/** The files at or below a path that are pointers of Git LFS. What a tree holds never changes: it is looked through once. */
export async function lfsFiles(
  cache: GitCache,
  repository: RepositoryRef,
  treeish: string,
  path: string,
): Promise<LfsFile[]> {
  const look = async () => JSON.stringify(await findLfsFiles(cache, repository, treeish, path));
  return filesSchema.parse(JSON.parse(await cache.recall(repository, `lfs of ${treeish}:${path}`, look)));
}

async function findLfsFiles(
  cache: GitCache,
  repository: RepositoryRef,
  treeish: string,
  path: string,
): Promise<LfsFile[]> {
  const small = (await filesWithSizes(cache, repository, treeish, path)).filter(
    ({ bytes }) => bytes >= leastPointerBytes && bytes <= mostPointerBytes,
  );
  const pointers = new Map<string, Omit<LfsFile, 'path'>>();
  const blobs = [...new Set(small.map(({ blob }) => blob))];
  for await (const { blob, content } of batchedBlobs(cache, repository, blobs)) {
    const pointer = parseLfsPointer(await buffer(Readable.from(content)));
    if (pointer) pointers.set(blob, pointer);
  }
  return small.flatMap(({ path: file, blob }) => {
    const pointer = pointers.get(blob);
    return pointer ? [{ path: file, ...pointer }] : [];
  });
}

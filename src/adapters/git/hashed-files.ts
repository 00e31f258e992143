import { createHash } from 'node:crypto';
import type { HashedFile } from '../../domain/dataset.ts';
import type { RepositoryRef } from '../../domain/repository-ref.ts';
import type { TreeFile } from '../../ports/git.ts';
import { batchedBlobs } from './batched-blobs.ts';
import type { GitCache } from './cache.ts';
import { entries, fetchBlobs } from './tree-files.ts';

/** The files and links at or below a path with the SHA-256 of their contents: one git process for all, nothing held in memory. */
export async function hashedFiles(
  cache: GitCache,
  repository: RepositoryRef,
  treeish: string,
  path: string,
): Promise<(HashedFile & TreeFile)[]> {
  const found = await entries(cache, repository, treeish, path);
  const blobs = [...new Set(found.map(({ blob }) => blob))];
  if (blobs.length === 0) return [];
  await fetchBlobs(cache, repository, treeish, path, new Set(blobs));
  const hashes = new Map<string, { sha256: string; bytes: number }>();
  for await (const { blob, bytes, content } of batchedBlobs(cache, repository, blobs)) {
    const hash = createHash('sha256');
    for await (const piece of content) hash.update(piece);
    hashes.set(blob, { sha256: hash.digest('hex'), bytes });
  }
  return found.map(({ path, blob, link }) => {
    const known = hashes.get(blob);
    if (!known) throw new Error(`git has no blob ${blob}`);
    return { path, blob, link, ...known };
  });
}

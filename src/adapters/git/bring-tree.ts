import type { RepositoryRef } from '../../domain/repository-ref.ts';
import type { GitCache } from './cache.ts';
import { fetchBlobsAt } from './tree-files.ts';

/** Packs a tree with all that is in it in one cache, and unpacks it in another. */
export async function bringTree(
  cache: GitCache,
  repository: RepositoryRef,
  from: RepositoryRef,
  tree: string,
): Promise<void> {
  await fetchBlobsAt(cache, from, tree, '.');
  const packing = ['pack-objects', '--quiet', '--revs', '--stdout'];
  const { stdout: pack } = await cache.run(from, packing, { input: `${tree}\n` });
  await cache.run(repository, ['unpack-objects', '-q'], { input: pack });
}

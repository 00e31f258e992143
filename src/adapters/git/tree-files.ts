import type { RepositoryRef } from '../../domain/repository-ref.ts';
import type { TreeFile } from '../../ports/git.ts';
import type { GitCache } from './cache.ts';

/** A file or symbolic link of a tree. */
export interface Entry {
  readonly path: string;
  readonly blob: string;
  readonly link: boolean;
}

/** The regular files at or below a path. */
export async function list(
  cache: GitCache,
  repository: RepositoryRef,
  treeish: string,
  path: string,
): Promise<Entry[]> {
  return (await entries(cache, repository, treeish, path)).filter(({ link }) => !link);
}

/** The files and symbolic links at or below a path, sorted by path. */
export async function entries(
  cache: GitCache,
  repository: RepositoryRef,
  treeish: string,
  path: string,
): Promise<Entry[]> {
  const listing = await cache.text(repository, [
    'ls-tree',
    '-r',
    '-z',
    '--full-tree',
    treeish,
    '--',
    path.replace(/\/$/, ''),
  ]);
  return listing.split('\0').flatMap((line) => {
    const match = /^(100\d{3}|120000) blob ([0-9a-f]+)\t(.+)$/s.exec(line);
    return match?.[2] && match[3] ? [{ blob: match[2], path: match[3], link: match[1] === '120000' }] : [];
  });
}

/** The regular files at or below a path with their sizes; git would fetch each blob that is not here by itself to know its size. */
export async function filesWithSizes(
  cache: GitCache,
  repository: RepositoryRef,
  treeish: string,
  path: string,
): Promise<TreeFile[]> {
  const files = await list(cache, repository, treeish, path);
  if (files.length === 0) return [];
  await fetchBlobs(cache, repository, treeish, path, new Set(files.map((file) => file.blob)));
  const args = ['ls-tree', '-r', '-l', '-z', '--full-tree', treeish, '--', path.replace(/\/$/, '')];
  const listing = await cache.text(repository, args);
  return listing.split('\0').flatMap((line) => {
    const match = /^100\d{3} blob ([0-9a-f]+) +(\d+)\t(.+)$/s.exec(line);
    return match?.[1] && match[3] ? [{ path: match[3], blob: match[1], bytes: Number(match[2]) }] : [];
  });
}

/** Makes sure that these blobs, those of a path, are here. */
export async function fetchBlobs(
  cache: GitCache,
  repository: RepositoryRef,
  treeish: string,
  path: string,
  blobs?: ReadonlySet<string>,
): Promise<void> {
  await cache.recall(repository, `blobs of ${treeish}:${path} are here`, async () => {
    await cache.alone(repository, () => fetchMissing(cache, repository, `${treeish}^{tree}`, blobs));
    return '';
  });
}

/** Makes sure that all blobs at or below a path are here. */
export async function fetchBlobsAt(
  cache: GitCache,
  repository: RepositoryRef,
  tree: string,
  path: string,
): Promise<void> {
  const found = path === '.' ? undefined : await entries(cache, repository, tree, path);
  const blobs = found && new Set(found.map(({ blob }) => blob));
  await fetchBlobs(cache, repository, tree, path, blobs);
}

/** Fetches the blobs of a tree (or those of them that are wanted) that are not here, in one request instead of one for each. */
async function fetchMissing(
  cache: GitCache,
  repository: RepositoryRef,
  tree: string,
  wanted?: ReadonlySet<string>,
): Promise<void> {
  const found = await cache.text(repository, [
    'rev-list',
    '--objects',
    '--missing=print',
    '--no-object-names',
    tree,
  ]);
  const missing = found
    .split('\n')
    .filter((line) => line.startsWith('?'))
    .map((line) => line.slice(1))
    .filter((blob) => !wanted || wanted.has(blob));
  if (missing.length === 0) return;
  const noop = ['-c', 'fetch.negotiationAlgorithm=noop'];
  const quiet = [
    '--quiet',
    '--no-tags',
    '--no-write-fetch-head',
    '--recurse-submodules=no',
    '--no-auto-maintenance',
  ];
  await cache.run(repository, [...noop, 'fetch', ...quiet, '--filter=blob:none', 'origin', '--stdin'], {
    input: missing.join('\n'),
  });
}

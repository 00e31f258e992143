import type { RepositoryRef } from '../../domain/repository-ref.ts';
import type { CommitInfo, GitReader } from '../../ports/git.ts';
import type { GitCache } from './cache.ts';
import { gitDifferences } from './differences.ts';
import { hashedFiles } from './hashed-files.ts';
import { gitMerging } from './merging.ts';
import { isForgotten } from './process.ts';
import { fetchBlobsAt, filesWithSizes, list } from './tree-files.ts';

/** Fields of a commit, split by NUL, then the message: what `parseCommit` reads. */
const commitFormat = '%H%x00%T%x00%P%x00%an%x00%ae%x00%aI%x00%cI%x00%B%x00%x01';

/** Where Git LFS is installed, git would run it as a filter. */
const noFilters = {
  'filter.lfs.smudge': '',
  'filter.lfs.process': '',
  'filter.lfs.required': 'false',
};

export function gitReader(cache: GitCache): GitReader {
  return {
    ...gitMerging(cache),
    ...gitDifferences(cache),
    heads: (repository, branches) => cache.alone(repository, () => fetchHeads(cache, repository, branches)),
    tag: (repository, name) => findTag(cache, repository, name),
    fetch: (repository, commits) => cache.alone(repository, () => fetchCommits(cache, repository, commits)),
    fetchIfThere: (repository, commits) =>
      cache.alone(repository, () => fetchIfThere(cache, repository, commits)),
    commit: async (repository, commit) => {
      const [info] = parseCommits(
        await cache.text(repository, ['log', '-1', `--format=${commitFormat}`, commit]),
      );
      if (!info) throw new Error(`git has no commit ${commit}`);
      return info;
    },
    isSigned: async (repository, commit) => {
      const text = await cache.text(repository, ['cat-file', 'commit', commit]);
      return /^gpgsig /m.test(text.split('\n\n')[0] ?? '');
    },
    log: (repository, from, to, limit) => log(cache, repository, { from, to, limit }),
    firstParents: (repository, from, to, limit) =>
      log(cache, repository, { from, to, limit }, ['--first-parent']),
    read: async (repository, treeish, path) => {
      const [file] = await list(cache, repository, treeish, path);
      if (file?.path !== path) return undefined;
      return (await cache.run(repository, ['cat-file', 'blob', file.blob])).stdout;
    },
    files: (repository, treeish, path) => filesWithSizes(cache, repository, treeish, path),
    hashes: (repository, treeish, path) => hashedFiles(cache, repository, treeish, path),
    folder: async (repository, treeish, path) => {
      const args = ['ls-tree', '-d', '--full-tree', '--object-only', treeish, '--', path.replace(/\/$/, '')];
      return (await cache.text(repository, args)) || undefined;
    },
    blob: (repository, blob) => cache.stream(repository, ['cat-file', 'blob', blob]),
    prefetch: (repository, tree, path) => fetchBlobsAt(cache, repository, tree, path),
    archive: (repository, tree, folder) =>
      cache.stream(
        repository,
        ['archive', '--format=tar', folder === '.' ? tree : `${tree}:${folder.replace(/\/$/, '')}`],
        { config: noFilters },
      ),
  };
}

async function log(
  cache: GitCache,
  repository: RepositoryRef,
  { from, to, limit }: { readonly from: string | undefined; readonly to: string; readonly limit: number },
  options: readonly string[] = [],
): Promise<CommitInfo[]> {
  const range = from ? [`^${from}`, to] : [to];
  const args = ['log', `--max-count=${limit}`, `--format=${commitFormat}`, ...options, ...range, '--'];
  return parseCommits(await cache.text(repository, args));
}

function parseCommits(text: string): CommitInfo[] {
  return text
    .split('\u0001')
    .map((record) => record.trimStart().split('\0'))
    .flatMap(([commit, tree, parents, name, email, authoredAt, committedAt, message]) =>
      commit && tree && authoredAt && committedAt
        ? [
            {
              commit,
              tree,
              authoredAt,
              committedAt,
              parents: parents ? parents.split(' ') : [],
              author: { name: name ?? '', email: email ?? '' },
              message: message?.trimEnd() ?? '',
            },
          ]
        : [],
    );
}

/** Asks the forge where the branches are, then fetches what has moved; the refs kept here make the next fetch small. */
async function fetchHeads(
  cache: GitCache,
  repository: RepositoryRef,
  branches: readonly string[],
): Promise<Map<string, string>> {
  const listing = await cache.text(repository, [
    'ls-remote',
    'origin',
    ...branches.map((branch) => `refs/heads/${branch}`),
  ]);
  const heads = new Map<string, string>();
  for (const line of listing.split('\n')) {
    const [commit, ref] = line.split('\t');
    if (commit && ref && branches.includes(ref.slice('refs/heads/'.length)))
      heads.set(ref.slice('refs/heads/'.length), commit);
  }
  const moved: string[] = [];
  for (const [branch, commit] of heads) {
    const isHere =
      cache.knowsCommit(repository, commit) || (await seen(cache, repository, branch)) === commit;
    if (!isHere) moved.push(branch);
  }
  if (moved.length > 0) {
    await fetchRefs(
      cache,
      repository,
      moved.map((branch) => `+${heads.get(branch)}:refs/tailrace/heads/${branch}`),
    );
  }
  await cache.noteCommits(repository, heads.values());
  return heads;
}

/** A tag with a message is an object of its own: what it points to is listed behind it, as `^{}`. */
async function findTag(
  cache: GitCache,
  repository: RepositoryRef,
  name: string,
): Promise<string | undefined> {
  const ref = `refs/tags/${name}`;
  const listing = await cache.text(repository, ['ls-remote', 'origin', ref, `${ref}^{}`]);
  const lines = listing.split('\n');
  const at = (wanted: string) => lines.find((line) => line.endsWith(`\t${wanted}`))?.split('\t')[0];
  return at(`${ref}^{}`) ?? at(ref);
}

async function seen(cache: GitCache, repository: RepositoryRef, branch: string): Promise<string | undefined> {
  const ref = `refs/tailrace/heads/${branch}`;
  const { stdout, exitCode } = await cache.run(repository, ['rev-parse', '--verify', '--quiet', ref], {
    allow: [1],
  });
  return exitCode === 0 ? stdout.toString().trim() : undefined;
}

async function fetchCommits(
  cache: GitCache,
  repository: RepositoryRef,
  commits: readonly string[],
): Promise<void> {
  const unknown = commits.filter((commit) => !cache.knowsCommit(repository, commit));
  if (unknown.length === 0) return;
  const known = await cache.text(repository, ['for-each-ref', '--format=%(objectname)', 'refs/tailrace']);
  const wanted = unknown.filter((commit) => !known.includes(commit));
  const refspecs = wanted.map((commit) => `+${commit}:refs/tailrace/commits/${commit}`);
  if (wanted.length > 0) await fetchRefs(cache, repository, refspecs);
  await cache.noteCommits(repository, unknown);
}

/** All at once, and only where one of them is forgotten one after the other. */
async function fetchIfThere(
  cache: GitCache,
  repository: RepositoryRef,
  commits: readonly string[],
): Promise<ReadonlySet<string>> {
  try {
    await fetchCommits(cache, repository, commits);
    return new Set(commits);
  } catch (error) {
    if (!isForgotten(error)) throw error;
    if (commits.length === 1) return new Set();
    const there = new Set<string>();
    for (const commit of commits)
      for (const found of await fetchIfThere(cache, repository, [commit])) there.add(found);
    return there;
  }
}

async function fetchRefs(
  cache: GitCache,
  repository: RepositoryRef,
  refspecs: readonly string[],
): Promise<void> {
  await cache.run(repository, [
    'fetch',
    '--quiet',
    '--filter=blob:none',
    '--no-tags',
    '--no-write-fetch-head',
    '--no-auto-maintenance',
    'origin',
    ...refspecs,
  ]);
}

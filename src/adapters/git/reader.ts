import type { RepositoryRef } from '../../domain/repository-ref.ts';
import type { CommitInfo, GitReader, Merge } from '../../ports/git.ts';
import type { GitCache } from './cache.ts';
import { hashedFiles } from './hashed-files.ts';
import { fetchMissing, filesWithSizes, list } from './tree-files.ts';

/** Fields of a commit, split by NUL, then the message: what `parseCommit` reads. */
const commitFormat = '%H%x00%T%x00%P%x00%an%x00%ae%x00%aI%x00%cI%x00%B%x00%x01';

export function gitReader(cache: GitCache): GitReader {
  return {
    heads: (repository, branches) => cache.alone(repository, () => fetchHeads(cache, repository, branches)),
    fetch: (repository, commits) => cache.alone(repository, () => fetchCommits(cache, repository, commits)),
    commit: async (repository, commit) => {
      const [info] = parseCommits(
        await cache.text(repository, ['log', '-1', `--format=${commitFormat}`, commit]),
      );
      if (!info) throw new Error(`git has no commit ${commit}`);
      return info;
    },
    log: async (repository, from, to, limit) => {
      const range = from ? [`^${from}`, to] : [to];
      return parseCommits(
        await cache.text(repository, [
          'log',
          `--max-count=${limit}`,
          `--format=${commitFormat}`,
          ...range,
          '--',
        ]),
      );
    },
    merge: (repository, base, head) => merge(cache, repository, base, head),
    read: async (repository, treeish, path) => {
      const [file] = await list(cache, repository, treeish, path);
      if (file?.path !== path) return undefined;
      return (await cache.run(repository, ['cat-file', 'blob', file.blob])).stdout;
    },
    files: (repository, treeish, path) => filesWithSizes(cache, repository, treeish, path),
    hashes: (repository, treeish, path) => hashedFiles(cache, repository, treeish, path),
    folder: async (repository, treeish, path) => {
      const { stdout, exitCode } = await cache.run(
        repository,
        ['rev-parse', '--verify', '--quiet', `${treeish}:${path}^{tree}`],
        { allow: [1] },
      );
      return exitCode === 0 ? stdout.toString().trim() : undefined;
    },
    blob: (repository, blob) => cache.stream(repository, ['cat-file', 'blob', blob]),
    prefetch: (repository, tree) => cache.alone(repository, () => fetchMissing(cache, repository, tree)),
    archive: (repository, tree, folder) =>
      cache.stream(repository, [
        'archive',
        '--format=tar',
        folder === '.' ? tree : `${tree}:${folder.replace(/\/$/, '')}`,
      ]),
  };
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
  for (const [branch, commit] of heads)
    if ((await seen(cache, repository, branch)) !== commit) moved.push(branch);
  if (moved.length > 0) {
    await fetchRefs(
      cache,
      repository,
      moved.map((branch) => `+${heads.get(branch)}:refs/tailrace/heads/${branch}`),
    );
  }
  return heads;
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
  const known = await cache.text(repository, ['for-each-ref', '--format=%(objectname)', 'refs/tailrace']);
  const wanted = commits.filter((commit) => !known.includes(commit));
  if (wanted.length === 0) return;
  await fetchRefs(
    cache,
    repository,
    wanted.map((commit) => `+${commit}:refs/tailrace/commits/${commit}`),
  );
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

async function merge(cache: GitCache, repository: RepositoryRef, base: string, head: string): Promise<Merge> {
  const args = ['merge-tree', '--write-tree', '--name-only', '--no-messages', '-z', base, head];
  const { stdout, exitCode } = await cache.run(repository, args, { allow: [1] });
  const [tree, ...files] = stdout.toString().split('\0').filter(Boolean);
  if (!tree) throw new Error('git merge-tree gave no tree');
  return exitCode === 0 ? { kind: 'tree', tree } : { kind: 'conflict', files };
}

import type { RepositoryRef } from '../../domain/repository-ref.ts';
import type { GitReader, Merge } from '../../ports/git.ts';
import type { GitCache } from './cache.ts';
import { isUnrelated } from './process.ts';

/** Merges without a work tree: `git merge-tree` gives a tree, or the files that conflict. */
export function gitMerging(cache: GitCache): Pick<GitReader, 'merge' | 'mergeBase' | 'mergeTrees'> {
  return {
    merge: (repository, base, head) =>
      merge(cache, repository, base, head).catch((error: unknown) => {
        if (!isUnrelated(error)) throw error;
        return { kind: 'unrelated' };
      }),
    mergeTrees: async (repository, { base, ours, theirs }) => {
      const parent = await commitOf(cache, repository, base);
      const one = await commitOf(cache, repository, ours, parent);
      return merge(cache, repository, one, await commitOf(cache, repository, theirs, parent));
    },
    mergeBase: async (repository, one, other) => {
      const { stdout } = await cache.run(repository, ['merge-base', one, other], { allow: [1] });
      return stdout.toString().trim() || undefined;
    },
  };
}

async function merge(cache: GitCache, repository: RepositoryRef, base: string, head: string): Promise<Merge> {
  const args = ['merge-tree', '--write-tree', '--name-only', '--no-messages', '-z', base, head];
  const { stdout, exitCode } = await cache.run(repository, args, { allow: [1] });
  const [tree, ...files] = stdout.toString().split('\0').filter(Boolean);
  if (!tree) throw new Error('git merge-tree gave no tree');
  return exitCode === 0 ? { kind: 'tree', tree } : { kind: 'conflict', files };
}

const nobody = { NAME: 'Tailrace', EMAIL: 'tailrace@localhost', DATE: '2000-01-01T00:00:00Z' };
const identity = Object.fromEntries(
  Object.entries(nobody).flatMap(([key, value]) => [
    [`GIT_AUTHOR_${key}`, value],
    [`GIT_COMMITTER_${key}`, value],
  ]),
);

/** A commit that only stands for its tree: git 2.39's merge-tree takes no `--merge-base`. The same trees give the same commit. */
function commitOf(
  cache: GitCache,
  repository: RepositoryRef,
  tree: string,
  parent?: string,
): Promise<string> {
  const args = ['commit-tree', tree, ...(parent ? ['-p', parent] : []), '-m', 'stands for a tree'];
  return cache.text(repository, args, { env: identity });
}

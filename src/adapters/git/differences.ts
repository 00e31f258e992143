import type { FileChange } from '../../domain/promotion/file-change.ts';
import type { GitReader } from '../../ports/git.ts';
import type { GitCache } from './cache.ts';

/** How two trees differ. */
export function gitDifferences(cache: GitCache): Pick<GitReader, 'changes' | 'patch'> {
  return {
    changes: async (repository, before, after) => {
      const args = ['diff-tree', '-r', '--no-renames', '--name-status', '-z', before, after];
      return readChanges(await cache.text(repository, args));
    },
    patch: async (repository, before, after, most) => {
      const args = ['diff-tree', '-r', '-p', '--no-renames', '--no-color', '--no-ext-diff', before, after];
      return (await cache.text(repository, args)).slice(0, most).toWellFormed();
    },
  };
}

const changes: Readonly<Record<string, FileChange['change']>> = { A: 'added', D: 'removed' };

/** `<status>\0<path>\0` for each file; a change of mode or kind is a change. */
function readChanges(listing: string): FileChange[] {
  const fields = listing.split('\0');
  return Array.from({ length: Math.floor(fields.length / 2) }, (_, index) => ({
    path: fields[2 * index + 1] ?? '',
    change: changes[fields[2 * index] ?? ''] ?? 'changed',
  }));
}

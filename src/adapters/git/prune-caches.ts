import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { CacheUses } from './cache-uses.ts';

/** By key (`owner/name`): whether a cache may go, and what is done as it goes. */
export interface Leave {
  mayGo(key: string): boolean;
  goes(key: string): void;
}

/**
 * Removes caches below `folder` (`<owner>/<name>.git`), those first that were not used for the longest time, until the rest has at most
 * so many bytes.
 */
export async function pruneCaches(
  folder: string,
  mostBytes: number,
  uses: CacheUses,
  { mayGo, goes }: Leave,
): Promise<void> {
  const sizes = new Map<string, number>();
  for (const key of await cachesBelow(folder, ''))
    sizes.set(key, await bytesBelow(join(folder, `${key}.git`)));
  let bytes = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  for (const key of uses.inOrder([...sizes.keys()])) {
    if (bytes <= mostBytes) return;
    const remove = () => {
      goes(key);
      return rm(join(folder, `${key}.git`), { recursive: true, force: true });
    };
    if (mayGo(key) && (await uses.removeUnused(key, remove))) bytes -= sizes.get(key) ?? 0;
  }
}

/** Owners may have groups below them. */
async function cachesBelow(folder: string, path: string): Promise<string[]> {
  const entries = await readdir(join(folder, path), { withFileTypes: true }).catch(() => []);
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(path, name));
  const found = await Promise.all(
    folders.map((each) =>
      each.endsWith('.git') ? [each.slice(0, -'.git'.length)] : cachesBelow(folder, each),
    ),
  );
  return found.flat();
}

async function bytesBelow(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile());
  const sizes = await Promise.all(
    files.map(({ parentPath, name }) =>
      stat(join(parentPath, name)).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

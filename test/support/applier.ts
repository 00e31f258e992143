import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kubectl } from './cluster.ts';
import { git } from './forge/git.ts';

/**
 * Does what box's kube-applier does, when it is told to: of a fresh clone of a branch, every file of a folder that ends in `.yaml` or
 * `.json` is given to `kubectl apply` by itself, in the order of their paths. Nothing is pruned.
 */
export async function applyBranch(gitDir: string, branch: string, folder = 'deploy/kube'): Promise<void> {
  const clone = await mkdtemp(join(tmpdir(), 'applier-'));
  try {
    await git(clone, [
      'clone',
      '-q',
      '--depth=1',
      '--branch',
      branch,
      `file://${gitDir}`,
      join(clone, 'clone'),
    ]);
    const place = join(clone, 'clone', folder);
    const files = (await readdir(place, { recursive: true })).filter((path) => /\.(yaml|json)$/.test(path));
    for (const file of files.toSorted()) await kubectl('apply', '-f', join(place, file));
  } finally {
    await rm(clone, { recursive: true });
  }
}

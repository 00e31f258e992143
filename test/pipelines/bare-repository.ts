import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gitCache } from '../../src/adapters/git/cache.ts';
import { gitReader } from '../../src/adapters/git/reader.ts';
import { gitWriter } from '../../src/adapters/git/writer.ts';
import type { RepositoryRef } from '../../src/domain/repository-ref.ts';
import type { Git } from '../../src/ports/git.ts';

export const repository = { owner: 'acme', name: 'churn' };
export const at = '2026-01-02T03:04:05Z';

/** Another one beside it. */
export const elsewhere = { owner: 'acme', name: 'evidence' };

/** Empty repositories on disk, and Tailrace's git on them. */
export function bareRepository() {
  const folder = mkdtempSync(join(tmpdir(), 'tailrace-pipelines-'));
  const upstreamOf = ({ name }: RepositoryRef) =>
    join(folder, name === elsewhere.name ? 'elsewhere.git' : 'upstream.git');
  const upstream = upstreamOf(repository);
  for (const each of [upstream, upstreamOf(elsewhere)]) {
    execFileSync('git', ['init', '-q', '--bare', each]);
    for (const key of ['uploadpack.allowFilter', 'uploadpack.allowAnySHA1InWant'])
      execFileSync('git', ['-C', each, 'config', key, 'true']);
  }
  const remote = async (of: RepositoryRef) => ({
    url: `file://${upstreamOf(of)}`,
    authorization: 'Basic c2VjcmV0',
  });
  const remotes = { remote };
  const cache = gitCache({ folder: join(folder, 'cache'), remotes, inherited: process.env });
  const git: Git = {
    ...gitReader(cache),
    ...gitWriter(cache, { name: 'Tailrace', email: 'tailrace@example.com' }),
  };
  return {
    git,
    /** A tree of these files. */
    tree: (files: Record<string, string>) =>
      git.edit(
        repository,
        undefined,
        Object.entries(files).map(([path, content]) => ({ kind: 'write', path, content })),
      ),
    /** What lies on a branch: path → content. */
    async files(branch: string, of: RepositoryRef = repository): Promise<Record<string, string>> {
      const head = (await git.heads(of, [branch])).get(branch);
      const listed = head ? await git.files(of, head, '.') : [];
      const read = async (path: string) => (await git.read(of, head ?? '', path))?.toString() ?? '';
      return Object.fromEntries(await Promise.all(listed.map(async ({ path }) => [path, await read(path)])));
    },
    /** How many commits a branch has. */
    commits: (branch: string): number =>
      Number(execFileSync('git', ['-C', upstream, 'rev-list', '--count', branch], { encoding: 'utf8' })),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** The same git, but before each of the first pushes somebody else comes first. */
export function losingRaces(git: Git, ...rivals: (() => Promise<unknown>)[]): Git {
  return {
    ...git,
    push: async (...wanted) => {
      await rivals.shift()?.();
      return git.push(...wanted);
    },
  };
}

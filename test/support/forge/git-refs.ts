import { git, tryGit } from './git.ts';

export const NO_COMMIT = '0'.repeat(40);

/** Every ref that people push to (branches and tags), by its full name. */
export async function listRefs(gitDir: string): Promise<Map<string, string>> {
  const text = await git(gitDir, [
    'for-each-ref',
    '--format=%(refname) %(objectname)',
    'refs/heads',
    'refs/tags',
  ]);
  const pairs = text
    .split('\n')
    .filter(Boolean)
    .map((line) => line.split(' '));
  return new Map(pairs.map(([name = '', sha = '']) => [name, sha]));
}

/** The commit that a branch, tag or SHA names, or undefined. */
export async function resolveCommit(gitDir: string, ref: string): Promise<string | undefined> {
  const result = await tryGit(gitDir, [
    'rev-parse',
    '--verify',
    '--quiet',
    '--end-of-options',
    `${ref}^{commit}`,
  ]);
  return result.code === 0 ? result.stdout.toString('utf8').trim() : undefined;
}

export function branchHead(gitDir: string, branch: string): Promise<string | undefined> {
  return resolveCommit(gitDir, `refs/heads/${branch}`);
}

export async function isAncestor(gitDir: string, older: string, newer: string): Promise<boolean> {
  return (await tryGit(gitDir, ['merge-base', '--is-ancestor', older, newer])).code === 0;
}

/** 40 zeros take the ref away. */
export async function updateRef(gitDir: string, ref: string, sha: string, expected?: string): Promise<void> {
  await git(gitDir, ['update-ref', ref, sha, ...(expected === undefined ? [] : [expected])]);
}

/** How many commits are on `head` and not on `base`. */
export async function countCommits(gitDir: string, base: string, head: string): Promise<number> {
  return Number(await git(gitDir, ['rev-list', '--count', `${base}..${head}`]));
}

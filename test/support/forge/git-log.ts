import { git } from './git.ts';

export interface Signature {
  readonly name: string;
  readonly email: string;
  /** ISO 8601 with offset. */
  readonly date: string;
}

export interface Commit {
  readonly sha: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: Signature;
  readonly committer: Signature;
  readonly message: string;
  /** First line of the message. */
  readonly subject: string;
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly modified: readonly string[];
}

const FIELDS = ['%H', '%T', '%P', '%an', '%ae', '%aI', '%cn', '%ce', '%cI', '%B', ''].join('%x1f');

/** Commits, newest first; `range` is what `git log` takes (`main`, `a..b`, `-1 sha`). A merge shows no changed paths. */
export async function commitLog(gitDir: string, range: readonly string[]): Promise<Commit[]> {
  const args = ['log', `--format=%x1e${FIELDS}`, '--name-status', '--no-renames', '-z', ...range, '--'];
  const text = await git(gitDir, args);
  return text.split('\x1e').slice(1).map(parseCommit);
}

/** One commit by anything that names it. @throws Error when there is none. */
export async function readCommit(gitDir: string, ref: string): Promise<Commit> {
  const [commit] = await commitLog(gitDir, ['-1', ref]);
  if (!commit) throw new Error(`There is no commit ${ref}.`);
  return commit;
}

function parseCommit(record: string): Commit {
  const [
    sha = '',
    tree = '',
    parents = '',
    an = '',
    ae = '',
    ad = '',
    cn = '',
    ce = '',
    cd = '',
    body = '',
    rest,
  ] = record.split('\x1f');
  const message = body.trimEnd();
  return {
    sha,
    tree,
    parents: parents.split(' ').filter(Boolean),
    author: { name: an, email: ae, date: ad },
    committer: { name: cn, email: ce, date: cd },
    message,
    subject: message.split('\n')[0] ?? '',
    ...changedPaths(rest ?? ''),
  };
}

function changedPaths(listing: string): Pick<Commit, 'added' | 'removed' | 'modified'> {
  const words = listing
    .split('\0')
    .map((word) => word.trimStart())
    .filter(Boolean);
  const having = (...statuses: string[]) =>
    words.filter((_, index) => index % 2 === 1 && statuses.includes(words[index - 1] ?? ''));
  return { added: having('A'), removed: having('D'), modified: having('M', 'T') };
}

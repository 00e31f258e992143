import { git, gitDate, signedBy, tryGit } from './git.ts';
import { type Commit, commitLog } from './git-log.ts';
import type { Identity } from './world.ts';

export interface MergeInput {
  readonly gitDir: string;
  readonly base: string;
  readonly head: string;
  readonly message: string;
  readonly author: Identity;
  readonly committer: Identity;
  readonly at: Date;
  /** Without it, the commit is not signed. */
  readonly signature?: { readonly config: readonly string[]; readonly flags: readonly string[] };
}

/** The tree of merging `head` into `base`, or undefined when they conflict. */
export async function mergeTree(gitDir: string, base: string, head: string): Promise<string | undefined> {
  const result = await tryGit(gitDir, ['merge-tree', '--write-tree', base, head]);
  if (result.stderr.includes('unrelated histories')) return undefined;
  if (result.code > 1) throw new Error(`git merge-tree: ${result.stderr}`);
  return result.code === 0 ? result.stdout.toString('utf8').split('\n')[0] : undefined;
}

/** Makes the merge commit (two parents), without moving a branch. Undefined on a conflict. */
export async function mergeCommit(input: MergeInput): Promise<string | undefined> {
  const tree = await mergeTree(input.gitDir, input.base, input.head);
  return tree && commitTree(input, tree, [input.base, input.head]);
}

/** Makes the one commit of a squash. Undefined on a conflict. */
export async function squashCommit(input: MergeInput): Promise<string | undefined> {
  const tree = await mergeTree(input.gitDir, input.base, input.head);
  return tree && commitTree(input, tree, [input.base]);
}

/** Replays the head's commits one by one on the base; those that change nothing any more are left out. Undefined on a conflict. */
export async function rebaseCommits(input: MergeInput): Promise<string | undefined> {
  const { gitDir, base, head } = input;
  const commits = await commitLog(gitDir, ['--reverse', '--topo-order', '--no-merges', `${base}..${head}`]);
  let tip = base;
  for (const commit of commits) {
    const next = await replay(input, commit, tip);
    if (next === undefined) return undefined;
    tip = next;
  }
  return tip;
}

async function replay(input: MergeInput, commit: Commit, onto: string): Promise<string | undefined> {
  const tree = await cherryPickTree(input, commit, onto);
  if (tree === undefined) return undefined;
  if (tree === (await git(input.gitDir, ['rev-parse', `${onto}^{tree}`]))) return onto;
  const env = {
    ...signedBy(commit.author, input.committer, gitDate(input.at)),
    GIT_AUTHOR_DATE: commit.author.date,
  };
  return git(input.gitDir, ['commit-tree', tree, '-p', onto], { input: `${commit.message}\n`, env });
}

/** git 2.39's merge-tree takes no `--merge-base`: commits made for the purpose give it the base that a cherry-pick has. */
async function cherryPickTree(input: MergeInput, commit: Commit, onto: string): Promise<string | undefined> {
  const parent = commit.parents[0];
  const emptyTree = await git(input.gitDir, ['hash-object', '-t', 'tree', '-w', '--stdin']);
  const parentTree = parent ? `${parent}^{tree}` : emptyTree;
  const base = await commitTree(input, parentTree, []);
  const ours = await commitTree(input, `${onto}^{tree}`, [base]);
  const theirs = await commitTree(input, commit.tree, [base]);
  return mergeTree(input.gitDir, ours, theirs);
}

function commitTree(input: MergeInput, tree: string, parents: readonly string[]): Promise<string> {
  const { config = [], flags = [] } = input.signature ?? {};
  const args = [...config, 'commit-tree', ...flags, tree, ...parents.flatMap((parent) => ['-p', parent])];
  const env = signedBy(input.author, input.committer, input.at);
  return git(input.gitDir, args, { input: `${input.message}\n`, env });
}

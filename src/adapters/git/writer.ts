import { writeFile } from 'node:fs/promises';
import type { RepositoryRef } from '../../domain/repository-ref.ts';
import { type GitWriter, type Person, PushRefused, type PushResult, type TreeEdit } from '../../ports/git.ts';
import { bringTree } from './bring-tree.ts';
import type { GitCache } from './cache.ts';
import { GitFailed } from './process.ts';
import { type Refusal, readRefusal } from './refusal.ts';
import type { Signer } from './signing/signer.ts';

export interface GitWriterOptions {
  /** Every commit is signed by it. */
  readonly signer?: Signer | undefined;
  /** Hears of each commit that was made. */
  onCommit?(repository: RepositoryRef, commit: string): void;
}

/** Git objects by plumbing: no work tree, an index of its own for each tree. `identity` is who Tailrace's commits are by. */
export function gitWriter(
  cache: GitCache,
  identity: Person,
  { signer, onCommit }: GitWriterOptions = {},
): GitWriter {
  const committer = { email: identity.email, key: signer?.key };
  return {
    committer,
    edit: (repository, tree, edits) => {
      const make = () => cache.withIndex(repository, (env) => edit(cache, repository, env, tree, edits));
      // Every run asks for source trees, which are trees without some folders.
      if (!edits.every(({ kind }) => kind === 'remove')) return make();
      return cache.recall(repository, `tree ${JSON.stringify([tree, edits])}`, make);
    },
    bringTree: (repository, from, tree) => bringTree(cache, repository, from, tree),
    makeCommit: async (repository, { tree, parents, message, at }) => {
      const signing = signer?.at(new Date(at));
      const args = ['commit-tree', tree, ...parents.flatMap((parent) => ['-p', parent]), '-F', '-'];
      const commit = await cache.text(repository, signing ? [...args, '-S'] : args, {
        input: `${message.trimEnd()}\n`,
        env: { ...identityAt(identity, at), ...signing?.env },
        config: signing?.config ?? {},
      });
      await cache.noteCommits(repository, [commit]);
      onCommit?.(repository, commit);
      return commit;
    },
    push: async (repository, branch, expected, commit) => {
      const pushed = await cache.alone(repository, () => push(cache, repository, branch, expected, commit));
      if (typeof pushed === 'string') return pushed;
      throw new PushRefused({ ...pushed, branch, committer });
    },
  };
}

function identityAt(identity: Person, at: string): Record<string, string> {
  return {
    GIT_AUTHOR_NAME: identity.name,
    GIT_AUTHOR_EMAIL: identity.email,
    GIT_AUTHOR_DATE: at,
    GIT_COMMITTER_NAME: identity.name,
    GIT_COMMITTER_EMAIL: identity.email,
    GIT_COMMITTER_DATE: at,
  };
}

interface Index extends Readonly<Record<string, string>> {
  readonly GIT_INDEX_FILE: string;
}

async function edit(
  cache: GitCache,
  repository: RepositoryRef,
  env: Index,
  tree: string | undefined,
  edits: readonly TreeEdit[],
): Promise<string> {
  const blobs = await writeBlobs(cache, repository, env, edits);
  await cache.run(repository, tree ? ['read-tree', tree] : ['read-tree', '--empty'], { env });
  let lines = '';
  const flush = async () => {
    const args = ['update-index', '--add', '-z', '--index-info'];
    if (lines !== '') await cache.run(repository, args, { env, input: lines });
    lines = '';
  };
  for (const change of edits) {
    if (change.kind === 'remove') await flush(); // it asks the index what there is
    lines += await indexLines(cache, repository, { env, blobs }, change);
  }
  await flush();
  return cache.text(repository, ['write-tree', '--missing-ok'], { env });
}

/** Makes blobs of everything that is written, by one process: it reads files beside the index. */
async function writeBlobs(
  cache: GitCache,
  repository: RepositoryRef,
  env: Index,
  edits: readonly TreeEdit[],
): Promise<ReadonlyMap<TreeEdit, string>> {
  const writes = edits.filter((change) => change.kind === 'write');
  if (writes.length === 0) return new Map();
  const paths = writes.map((_, number) => `${env.GIT_INDEX_FILE}-${number}`);
  await Promise.all(writes.map(({ content }, number) => writeFile(paths[number] ?? '', content)));
  const args = ['hash-object', '-w', '--no-filters', '--stdin-paths'];
  const made = await cache.text(repository, args, { input: `${paths.join('\n')}\n` });
  const blobs = made.split('\n');
  return new Map(writes.map((change, number) => [change, blobs[number] ?? '']));
}

/** An edit as `git update-index --index-info` reads it: mode, object, path; mode 0 takes a path out. */
async function indexLines(
  cache: GitCache,
  repository: RepositoryRef,
  { env, blobs }: { readonly env: Index; readonly blobs: ReadonlyMap<TreeEdit, string> },
  change: TreeEdit,
): Promise<string> {
  switch (change.kind) {
    case 'write':
      return `100644 ${blobs.get(change)}\t${change.path}\0`;
    case 'graft': {
      const entries = await cache.text(repository, ['ls-tree', '-r', '-z', '--full-tree', change.tree]);
      return entries.replaceAll(
        /(\d+) \w+ ([0-9a-f]+)\t([^\0]+)\0/g,
        (_, mode, object, path) => `${mode} ${object}\t${change.path}/${path}\0`,
      );
    }
    case 'remove': {
      const args = ['ls-files', '--cached', '-z', '--', `:(literal)${change.path}`];
      const files = await cache.text(repository, args, { env });
      return files.replaceAll(/([^\0]+)\0/g, `0 ${'0'.repeat(40)}\t$1\0`);
    }
  }
}

/** Compare-and-swap: the lease names the value that was seen (an empty one: the branch is new), so nobody's work is overwritten. */
async function push(
  cache: GitCache,
  repository: RepositoryRef,
  branch: string,
  expected: string | undefined,
  commit: string,
): Promise<PushResult | Refusal> {
  const ref = `refs/heads/${branch}`;
  const args = [
    'push',
    '--porcelain',
    '--quiet',
    '--no-verify',
    `--force-with-lease=${ref}:${expected ?? ''}`,
    'origin',
    `${commit}:${ref}`,
  ];
  try {
    await cache.run(repository, args);
  } catch (error) {
    if (!(error instanceof GitFailed)) throw error;
    if (await standsAt(cache, repository, branch, commit)) return 'pushed';
    return whyNot(error);
  }
  await cache.run(repository, ['update-ref', `refs/tailrace/heads/${branch}`, commit]);
  return 'pushed';
}

async function standsAt(
  cache: GitCache,
  repository: RepositoryRef,
  branch: string,
  commit: string,
): Promise<boolean> {
  const listing = await cache.text(repository, ['ls-remote', 'origin', `refs/heads/${branch}`]);
  return listing.startsWith(commit);
}

/**
 * What a failed push means. "stale info" and a lost race are told as `[rejected]`, the server's own rules as `[remote rejected]`
 * (git-push, "OUTPUT"); a ref that another push held just then is a race as well.
 */
function whyNot(error: GitFailed): PushResult | Refusal {
  const printed = `${error.stderr}\n${error.stdout}`;
  if (/\[rejected\]|stale info|cannot lock ref|failed to update ref/.test(printed)) return 'moved';
  const refusal = readRefusal(printed);
  if (!refusal) throw error;
  return refusal;
}

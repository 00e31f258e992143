import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { formatRepository, type RepositoryRef } from '../../domain/repository-ref.ts';
import type { GitRemotes } from '../../ports/forge.ts';
import { cacheUses } from './cache-uses.ts';
import { gitMemory, readsObjectsOnly } from './memory.ts';
import { git, gitStream, isLoginRefused } from './process.ts';
import { pruneCaches } from './prune-caches.ts';

export interface GitCacheSettings {
  /** The folder that holds one bare repository for each repository of the forge. */
  readonly folder: string;
  readonly remotes: GitRemotes;
  /** The environment that git inherits. */
  readonly inherited: NodeJS.ProcessEnv;
}

interface Call {
  readonly input?: string | Buffer;
  readonly env?: Readonly<Record<string, string>>;
  readonly config?: Readonly<Record<string, string>>;
  readonly allow?: readonly number[];
}

/** Bare, partial caches of repositories; every git command of Tailrace goes through here. */
export interface GitCache {
  run(
    repository: RepositoryRef,
    args: readonly string[],
    call?: Call,
  ): Promise<{ stdout: Buffer; exitCode: number }>;
  text(repository: RepositoryRef, args: readonly string[], call?: Call): Promise<string>;
  /** The output as a stream; credentials are fetched before it starts. */
  stream(repository: RepositoryRef, args: readonly string[], call?: Pick<Call, 'input' | 'config'>): Readable;
  /** Runs `work` with the path of an index file of its own, which is gone afterwards. */
  withIndex<T>(repository: RepositoryRef, work: (env: { GIT_INDEX_FILE: string }) => Promise<T>): Promise<T>;
  /** What `make` gave for this name before, or gives now: for what never changes as long as the cache is there. */
  recall(repository: RepositoryRef, what: string, make: () => Promise<string>): Promise<string>;
  /** Notes that these commits are in the cache, and asks whether one is known to be. */
  noteCommits(repository: RepositoryRef, commits: Iterable<string>): Promise<void>;
  knowsCommit(repository: RepositoryRef, commit: string): boolean;
  /** Runs one at a time for each repository: git locks refs, and two fetches of the same ref would trip over each other. */
  alone<T>(repository: RepositoryRef, work: () => Promise<T>): Promise<T>;
  /**
   * Removes the caches that were not used for the longest time, until the rest has at most so many bytes. One that git works in, or whose
   * repository (`owner/name`) is `busy`, stays. What was removed is fetched anew when it is wanted.
   */
  prune(mostBytes: number, busy: ReadonlySet<string>): Promise<void>;
}

export function gitCache(settings: GitCacheSettings): GitCache {
  const queues = new Map<string, Promise<unknown>>();
  const ready = new Map<string, Promise<string>>();
  const uses = cacheUses();
  const memory = gitMemory();

  const gitDirOf = (repository: RepositoryRef): Promise<string> => {
    const key = cacheKey(repository);
    const known = ready.get(key) ?? uses.untilRemoved(key).then(() => prepare(settings, repository));
    ready.set(key, known);
    known.catch(() => ready.delete(key));
    return known;
  };
  const run: GitCache['run'] = (repository, args, call = {}) =>
    uses.during(cacheKey(repository), async () => {
      const plain = call.input === undefined && !call.env && !call.allow;
      if (!plain || !readsObjectsOnly(args)) return runOnce(repository, args, call);
      const print = async () => (await runOnce(repository, args, call)).stdout;
      return { stdout: await memory.recall(cacheKey(repository), args.join('\0'), print), exitCode: 0 };
    });
  const runOnce = async (repository: RepositoryRef, args: readonly string[], call: Call) => {
    const [gitDir, remote] = await Promise.all([gitDirOf(repository), settings.remotes.remote(repository)]);
    const once = { gitDir, inherited: settings.inherited, args, ...call };
    try {
      return await git({ ...once, remote });
    } catch (error) {
      if (!isLoginRefused(error)) throw error;
      return git({ ...once, remote: await settings.remotes.remote(repository, remote) });
    }
  };
  const alone: GitCache['alone'] = (repository, work) => {
    const key = formatRepository(repository);
    // Nothing is removed between what is fetched and what is noted of it.
    const use = () => uses.during(cacheKey(repository), work);
    const next = (queues.get(key) ?? Promise.resolve()).then(use, use);
    queues.set(key, next);
    const forget = () => {
      if (queues.get(key) === next) queues.delete(key);
    };
    next.then(forget, forget);
    return next;
  };
  return {
    run,
    alone,
    recall: async (repository, what, make) => {
      const makeBytes = async () => Buffer.from(await make());
      return (await memory.recall(cacheKey(repository), what, makeBytes)).toString();
    },
    noteCommits: async (repository, commits) => {
      const here = async () => Buffer.alloc(0);
      for (const commit of commits) await memory.recall(cacheKey(repository), `commit ${commit}`, here);
    },
    knowsCommit: (repository, commit) => memory.knows(cacheKey(repository), `commit ${commit}`),
    text: async (repository, args, call) => (await run(repository, args, call)).stdout.toString().trimEnd(),
    stream: (repository, args, call = {}) => {
      const release = uses.begin(cacheKey(repository));
      const output = lazily(async () => {
        const [gitDir, remote] = await Promise.all([
          gitDirOf(repository),
          settings.remotes.remote(repository),
        ]);
        return gitStream({ gitDir, inherited: settings.inherited, args, remote, ...call });
      });
      return output.once('close', release);
    },
    withIndex: (repository, work) =>
      uses.during(cacheKey(repository), () => withIndex(gitDirOf(repository), work)),
    async prune(mostBytes, busy) {
      const keys = new Set([...busy].map((name) => name.toLowerCase()));
      await pruneCaches(settings.folder, mostBytes, uses, {
        mayGo: (key) => !keys.has(key),
        goes: (key) => {
          ready.delete(key);
          memory.forget(key);
        },
      });
    },
  };
}

/** Caches are folders, and some file systems know no case. */
function cacheKey(repository: RepositoryRef): string {
  return formatRepository(repository).toLowerCase();
}

/** A stream whose source is only known after a wait. */
function lazily(open: () => Promise<Readable>): Readable {
  const output = new PassThrough();
  open().then(
    (source) => pipeline(source, output).catch((error: Error) => output.destroy(error)),
    (error: Error) => output.destroy(error),
  );
  return output;
}

async function withIndex<T>(
  gitDir: Promise<string>,
  work: (env: { GIT_INDEX_FILE: string }) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(await gitDir, 'tailrace-index-'));
  try {
    return await work({ GIT_INDEX_FILE: join(folder, 'index') });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Makes the bare repository. It is partial (no blobs until they are needed: git's partial clone) and never collects garbage,
 * since much of what it holds has no ref. Hooks are off.
 */
async function prepare(settings: GitCacheSettings, repository: RepositoryRef): Promise<string> {
  const gitDir = join(settings.folder, `${cacheKey(repository)}.git`);
  const { url } = await settings.remotes.remote(repository);
  const { inherited } = settings;
  if (!existsSync(join(gitDir, 'HEAD'))) {
    await mkdir(gitDir, { recursive: true });
    await git({ gitDir, inherited, args: ['init', '--quiet', '--bare'] });
  }
  const config = {
    'remote.origin.url': url,
    'remote.origin.promisor': 'true',
    'remote.origin.partialclonefilter': 'blob:none',
    'core.hooksPath': '/dev/null',
    'gc.auto': '0',
    'maintenance.auto': 'false',
  };
  for (const [key, value] of Object.entries(config))
    await git({ gitDir, inherited, args: ['config', key, value] });
  return gitDir;
}

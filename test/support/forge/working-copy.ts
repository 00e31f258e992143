import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { git, signedBy, tryGit } from './git.ts';
import type { User } from './model.ts';
import { inTurn } from './turns.ts';
import type { World } from './world.ts';

export interface Push {
  /** `owner/name`. */
  readonly repository: string;
  readonly branch: string;
  /** Branch or SHA that the branch starts at; without it, it goes on from where it is (or from the default branch). */
  readonly from?: string;
  /** What the commit changes; null deletes. */
  readonly files?: Readonly<Record<string, string | Buffer | null>>;
  readonly message?: string;
  /** Pushes over what is there. */
  readonly force?: boolean;
  /** Signs the commit. */
  readonly sign?: SigningKey;
}

/** A private key as git has to be told of it. */
export interface SigningKey {
  readonly config: readonly string[];
  readonly env: Environment;
}

type Environment = Readonly<Record<string, string>>;

/** Clones or fetches, commits and pushes over http, as a person does at a keyboard. Gives the new head. */
export function pushCommit(world: World, user: User, push: Push): Promise<string> {
  return inTurn(user, async () => {
    const copy = await freshCopy(world, user, push.repository);
    const { dir, env } = copy;
    await git(dir, ['checkout', '--quiet', '--force', '-B', push.branch, await startOf(dir, push)], { env });
    await writeFiles(dir, push.files ?? {});
    await git(dir, ['add', '--all'], { env });
    const input = push.message ?? `Change ${push.branch}`;
    const { config, env: keyring } = push.sign ?? { config: [] };
    const commit = [...config.flatMap((setting) => ['-c', setting]), 'commit', '--quiet', '--allow-empty'];
    await git(dir, [...commit, '-F', '-', ...(push.sign ? ['-S'] : [])], {
      env: { ...env, ...keyring },
      input,
    });
    const force = push.force ? ['--force'] : [];
    await git(dir, ['push', '--quiet', ...force, 'origin', `HEAD:refs/heads/${push.branch}`], { env });
    return git(dir, ['rev-parse', 'HEAD']);
  });
}

/** Pushes a ref as it is: another branch's commit, a tag, or (empty source) a deletion. */
export function pushRef(world: World, user: User, repository: string, refspec: string): Promise<void> {
  return inTurn(user, async () => {
    const { dir, env } = await freshCopy(world, user, repository);
    await git(dir, ['push', '--quiet', 'origin', refspec], { env });
  });
}

async function freshCopy(world: World, user: User, repository: string) {
  const dir = join(world.dataDir, 'clones', user.login, repository);
  const env = { ...loginBy(user), ...signedBy(user, user, world.now()) };
  if (existsSync(dir)) await git(dir, ['fetch', '--quiet', '--prune', 'origin'], { env });
  else {
    await mkdir(dir, { recursive: true });
    await git(dir, ['clone', '--quiet', `${world.url}/${repository}.git`, '.'], { env });
  }
  return { dir, env };
}

/** The token goes in by the environment: arguments can be read by every process of the machine. */
function loginBy(user: User): Environment {
  const credentials = Buffer.from(`${user.login}:${user.token}`).toString('base64');
  return {
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: 'http.extraHeader',
    GIT_CONFIG_VALUE_0: `Authorization: Basic ${credentials}`,
  };
}

async function startOf(dir: string, { branch, from }: Push): Promise<string> {
  const wanted = from ?? branch;
  for (const name of [`refs/remotes/origin/${wanted}`, wanted]) {
    const found = await tryGit(dir, ['rev-parse', '--verify', '--quiet', `${name}^{commit}`]);
    if (found.code === 0) return found.stdout.toString('utf8').trim();
  }
  if (from !== undefined) throw new Error(`There is nothing called ${from} to start from.`);
  return 'refs/remotes/origin/HEAD';
}

async function writeFiles(dir: string, files: NonNullable<Push['files']>): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    const target = join(dir, path);
    if (content === null) await rm(target);
    else {
      await mkdir(dirname(target), { recursive: true });
      await writeFile(target, content);
    }
  }
}

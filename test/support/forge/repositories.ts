import { appendFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { git, gitDate } from './git.ts';
import type { Repository, Role, User } from './model.ts';
import { installHook } from './push-hook.ts';
import { Refusal } from './refusal.ts';
import { ensureUser, type World } from './world.ts';

export type Files = Readonly<Record<string, string | Buffer>>;

export interface NewRepository {
  readonly owner: string;
  readonly name: string;
  readonly private?: boolean;
  /** The first commit's files; without any, a README. */
  readonly files?: Files;
  /** Branches at the first commit; the first is the default branch. */
  readonly branches?: readonly string[];
  readonly installed?: boolean;
  readonly roles?: Readonly<Record<string, Role>>;
}

/** Makes a bare repository with one commit; an owner that is not known becomes an organization. */
export async function createRepository(world: World, wanted: NewRepository): Promise<Repository> {
  const [defaultBranch = 'main', ...others] = wanted.branches ?? ['main'];
  const owner = world.users.get(wanted.owner) ?? ensureUser(world, wanted.owner, { kind: 'organization' });
  const repository = await addRepository(world, owner, { ...wanted, defaultBranch });
  await git(repository.gitDir, ['init', '--quiet', '--bare', `--initial-branch=${defaultBranch}`]);
  await setUp(repository);
  const files = wanted.files ?? { 'README.md': `# ${wanted.name}\n` };
  await firstCommit(repository, [defaultBranch, ...others], files, world.now());
  return repository;
}

/** A person's own copy. The app is not installed there. */
export async function forkRepository(world: World, parent: Repository, owner: User): Promise<Repository> {
  const { name, private: hidden, defaultBranch } = parent;
  const fork = await addRepository(world, owner, {
    name,
    private: hidden,
    defaultBranch,
    installed: false,
    parent,
  });
  await git(fork.gitDir, ['clone', '--quiet', '--bare', parent.gitDir, '.']);
  await setUp(fork);
  return fork;
}

interface Settings extends Pick<NewRepository, 'name' | 'private' | 'installed' | 'roles'> {
  readonly defaultBranch: string;
  readonly parent?: Repository;
}

async function addRepository(world: World, owner: User, wanted: Settings): Promise<Repository> {
  const fullName = `${owner.login}/${wanted.name}`;
  if (world.repositories.has(fullName)) throw new Refusal('invalid', `${fullName} is there already.`, 'name');
  const repository: Repository = {
    id: world.nextId(),
    owner,
    name: wanted.name,
    fullName,
    private: wanted.private ?? true,
    defaultBranch: wanted.defaultBranch,
    gitDir: join(world.dataDir, 'repositories', `${fullName}.git`),
    parent: wanted.parent,
    installed: wanted.installed ?? true,
    createdAt: world.now(),
    roles: new Map(Object.entries(wanted.roles ?? {})),
    protections: new Map(),
    pullRequests: [],
    issues: [],
    commitComments: [],
    checkRuns: [],
    deployments: [],
    queue: [],
  };
  await mkdir(repository.gitDir, { recursive: true });
  world.repositories.set(fullName, repository);
  return repository;
}

/** As github.com serves: partial clones and any SHA; `refs/pull` is the forge's own. */
const SETTINGS = `
[uploadpack]
	allowFilter = true
	allowAnySHA1InWant = true
[http]
	receivepack = true
[receive]
	hideRefs = refs/pull
	autogc = false
[gc]
	auto = 0
`;

async function setUp(repository: Repository): Promise<void> {
  await appendFile(join(repository.gitDir, 'config'), SETTINGS);
  await installHook(repository);
}

async function firstCommit(
  { gitDir, owner }: Repository,
  branches: readonly string[],
  files: Files,
  at: Date,
): Promise<void> {
  const parts: Buffer[] = [];
  const put = (text: string | Buffer) => parts.push(Buffer.from(text));
  put(`commit refs/heads/${branches[0]}\nmark :1\n`);
  put(`committer ${owner.name} <${owner.email}> ${gitDate(at)}\ndata 13\nFirst commit\n\n`);
  for (const [path, content] of Object.entries(files)) {
    put(`M 100644 inline ${JSON.stringify(path)}\ndata ${Buffer.byteLength(content)}\n`);
    put(content);
    put('\n');
  }
  for (const branch of branches.slice(1)) put(`reset refs/heads/${branch}\nfrom :1\n\n`);
  await git(gitDir, ['fast-import', '--quiet'], { input: Buffer.concat(parts) });
}

import { randomBytes } from 'node:crypto';
import type { ForgeEvent } from './forge-event.ts';
import type { Repository, Role, Team, User } from './model.ts';
import { Refusal } from './refusal.ts';
import type { SigningKeys } from './signatures.ts';
import type { Wording } from './violations.ts';

export interface Identity {
  readonly name: string;
  readonly email: string;
}

/** Pushing changed workflow files takes a right of its own. */
export type GitAction = 'read' | 'write' | 'workflows';

/** Whoever stands behind a token, and what the token lets them do with a repository's git data. */
export interface Bearer {
  readonly actor: User;
  may(action: GitAction, repository: Repository): boolean;
}

/** How a face's merge queue works. */
export interface Queueing {
  /** Whoever merges. */
  bot(world: World): User;
  /** Where what is to be merged is tested. */
  branchOf(base: string, number: number, onto: string): string;
}

/** The forge's whole state; what each face adds (listeners, kinds of token) hangs on it too. */
export interface World {
  readonly dataDir: string;
  /** `http://127.0.0.1:PORT`, known once the server listens. */
  url: string;
  readonly users: Map<string, User>;
  /** By `owner/name`. */
  readonly repositories: Map<string, Repository>;
  /** By `organization/team`. */
  readonly teams: Map<string, Team>;
  /** The identity that commits what people merge by button. */
  readonly webCommitter: Identity;
  readonly wording: Wording;
  readonly queueing: Queueing;
  keys: Promise<SigningKeys> | undefined;
  /** Kinds of token beyond people's own. */
  readonly bearers: ((token: string) => Bearer | undefined)[];
  readonly listeners: ((event: ForgeEvent) => Promise<void>)[];
  now(): Date;
  /** One sequence for everything, so that ids of two kinds are never mixed up by luck. */
  nextId(): number;
}

export interface WorldOptions {
  readonly dataDir: string;
  readonly webCommitter: Identity;
  /** What the forge's face says of violated rules. */
  readonly wording: Wording;
  readonly queueing: Queueing;
  readonly now: () => Date;
}

export function createWorld(options: WorldOptions): World {
  let lastId = 1000;
  return {
    ...options,
    url: '',
    keys: undefined,
    users: new Map(),
    repositories: new Map(),
    teams: new Map(),
    bearers: [],
    listeners: [],
    nextId: () => ++lastId,
  };
}

export async function emit(world: World, event: ForgeEvent): Promise<void> {
  for (const listener of world.listeners) await listener(event);
}

export interface NewUser {
  readonly name?: string;
  readonly email?: string;
  readonly kind?: User['kind'];
  readonly role?: Role;
}

/** Adds a user, or gives the one that is there when nothing else is said about it. */
export function ensureUser(world: World, login: string, wanted: NewUser = {}): User {
  const known = world.users.get(login);
  if (known && Object.keys(wanted).length === 0) return known;
  if (known) throw new Error(`The user ${login} is there already.`);
  const user: User = {
    id: world.nextId(),
    login,
    name: wanted.name ?? login,
    email: wanted.email ?? `${login}@people.example`,
    kind: wanted.kind ?? 'person',
    token: `forge_${randomBytes(20).toString('hex')}`,
    role: wanted.role ?? 'write',
  };
  world.users.set(login, user);
  return user;
}

/** Names a team's members, `organization/team`; the organization comes with it. */
export function setTeam(world: World, name: string, logins: readonly string[]): void {
  const [owner = '', slug = ''] = name.split('/');
  const organization = world.users.get(owner) ?? ensureUser(world, owner, { kind: 'organization' });
  const members = new Set(logins.map((login) => ensureUser(world, login)));
  const id = world.teams.get(name)?.id ?? world.nextId();
  world.teams.set(name, { id, organization, slug, members });
}

/** @throws Refusal when there is no such repository. */
export function repositoryNamed(world: World, fullName: string): Repository {
  const repository = world.repositories.get(fullName);
  if (!repository) throw new Refusal('missing', `There is no repository ${fullName}.`);
  return repository;
}

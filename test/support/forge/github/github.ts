import type { KeyObject } from 'node:crypto';
import type { Repository, User } from '../model.ts';
import type { Outbox } from '../outbox.ts';
import type { World } from '../world.ts';
import type { WireTruth } from './wire/wire-truth.ts';

export type Permissions = Readonly<Record<string, 'read' | 'write'>>;

/** The app, as it is registered. */
export interface RegisteredApp {
  readonly id: number;
  readonly clientId: string;
  readonly slug: string;
  readonly publicKey: KeyObject;
  readonly webhookSecret: string;
  readonly permissions: Permissions;
  readonly bot: User;
  readonly createdAt: Date;
}

/** The app in one account: all repositories of the account where it is installed. */
export interface Installation {
  readonly id: number;
  readonly account: User;
  /** What the account's owners have consented to: not always all that the app asks for by now. */
  permissions: Permissions;
}

export interface InstallationToken {
  readonly token: string;
  readonly installation: Installation;
  readonly permissions: Permissions;
  /** Undefined: all of the installation. */
  readonly repositoryIds: ReadonlySet<number> | undefined;
  expiresAt: Date;
}

/** What makes the forge a GitHub. */
export interface GitHub {
  readonly world: World;
  readonly app: RegisteredApp;
  /** By the account's login; made when the first repository of the account gets the app. */
  readonly installations: Map<string, Installation>;
  readonly tokens: Map<string, InstallationToken>;
  readonly outbox: Outbox;
  /** Holds every request, answer and webhook against GitHub's own description. */
  readonly wire: WireTruth;
}

export function apiUrl({ world }: GitHub): string {
  return `${world.url}/api/v3`;
}

/** The installation that a repository belongs to; undefined where the app is not installed. */
export function installationOf(github: GitHub, repository: Repository): Installation | undefined {
  if (!repository.installed) return undefined;
  const { owner } = repository;
  const known = github.installations.get(owner.login);
  if (known) return known;
  const { permissions } = github.app;
  const installation = { id: github.world.nextId(), account: owner, permissions };
  github.installations.set(owner.login, installation);
  return installation;
}

export function installedRepositories(github: GitHub, installation: Installation): Repository[] {
  return [...github.world.repositories.values()].filter(
    (repository) => repository.installed && repository.owner === installation.account,
  );
}

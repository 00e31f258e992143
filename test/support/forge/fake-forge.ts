import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFaults, type Fault } from './faults.ts';
import { isGitRequest, serveGit } from './git-http.ts';
import { apiUrl, installationOf, type Permissions } from './github/github.ts';
import { EVENTS } from './github/payloads/app.ts';
import { githubQueueing } from './github/queueing.ts';
import { DEFAULT_PERMISSIONS, registerApp } from './github/registration.ts';
import { ROUTES, restApi } from './github/rest-api.ts';
import { ping } from './github/webhooks.ts';
import { createWireTruth, uncheckedWire } from './github/wire/wire-truth.ts';
import { githubWording } from './github/wording.ts';
import { type Face, listen } from './http-server.ts';
import { inspect, unreadComments } from './inspection.ts';
import { lfsFace, putLfs } from './lfs.ts';
import { followQueue } from './merge-queue.ts';
import type { Role } from './model.ts';
import { createOutbox } from './outbox.ts';
import { type Person, personNamed } from './person.ts';
import { createProblems } from './problems.ts';
import type { Protection } from './protection.ts';
import { createRepository, type NewRepository } from './repositories.ts';
import { registerKey } from './signatures.ts';
import { webPages } from './web-pages.ts';
import { createWorld, ensureUser, type NewUser, repositoryNamed, setTeam, type World } from './world.ts';

export interface ForgeOptions {
  readonly webhookSecret: string;
  /** Kept at the end when it is given; else a folder of its own comes and goes. */
  readonly dataDir?: string;
  readonly permissions?: Permissions;
  /** How long a webhook's receiver may take. */
  readonly deliveryTimeoutMs?: number;
  /** Whether what goes over the wire is held against GitHub's description; default true. Measurements and shows do without. */
  readonly checkWire?: boolean;
  /** The forge's clock; an app that signs its own tokens needs the same. */
  readonly now?: () => Date;
}

export type FakeForge = Awaited<ReturnType<typeof startFakeForge>>;

/**
 * Starts a GitHub for tests on a free port of 127.0.0.1: REST below `/api/v3`, git over http, signed webhooks, with one
 * registered app that is installed in every repository that it is not kept out of.
 */
export async function startFakeForge(options: ForgeOptions) {
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'fake-forge-')));
  const world = createWorld({
    dataDir,
    webCommitter: { name: 'GitHub', email: 'noreply@github.com' },
    wording: githubWording,
    queueing: githubQueueing,
    now: options.now ?? (() => new Date()),
  });
  const { deliveryTimeoutMs: timeoutMs = 10_000, webhookSecret, permissions = DEFAULT_PERMISSIONS } = options;
  const outbox = createOutbox({ now: world.now, nextId: world.nextId, timeoutMs });
  const { github, privateKey } = registerApp(world, outbox, {
    slug: 'tailrace',
    webhookSecret,
    permissions,
    wire:
      options.checkWire === false
        ? uncheckedWire
        : createWireTruth(
            ROUTES.map(({ operation }) => operation),
            ['ping', ...EVENTS],
          ),
  });
  world.listeners.push((event) => followQueue(world, event));
  const faults = createFaults();
  const server = await listen([restApi(github), gitFace(world), lfsFace(world), webPages(world)], faults);
  world.url = server.url;
  const problems = createProblems(() => [
    ...server.problems,
    ...github.wire.problems,
    ...faults.unused(),
    ...outbox.unused(),
    ...[...world.repositories.values()].flatMap(unreadComments),
  ]);
  const { id, clientId, slug, bot } = github.app;

  return {
    url: world.url,
    apiUrl: apiUrl(github),
    app: { id, clientId, slug, privateKey, webhookSecret, botLogin: bot.login },
    /** Every request that came in. */
    requests: server.requests,
    /** Every attempt to deliver a webhook. */
    deliveries: outbox.deliveries,
    deliverTo: outbox.deliverTo,
    loseNextDelivery: outbox.loseNext,
    doubleNextDelivery: outbox.doubleNext,
    ping: () => ping(github),
    /** Resolves when every webhook so far was answered, or given up. */
    settled: outbox.settled,
    fail: (fault: Fault) => faults.plan(fault),
    /** From now on every installation token that was issued is expired. */
    expireTokens: () => {
      for (const token of github.tokens.values()) token.expiresAt = new Date(0);
    },

    /** Adds a person, or finds the one with this login. */
    user: (login: string, wanted: NewUser = {}) => ensureUser(world, login, wanted),
    person: (login: string): Person => personNamed(world, ensureUser(world, login)),
    grant: (login: string, repository: string, role: Role) => {
      repositoryNamed(world, repository).roles.set(ensureUser(world, login).login, role);
    },
    /** Registers a person's public key (SSH, or OpenPGP in armour), so that what they sign is verified. */
    signingKey: (login: string, publicKey: string) => registerKey(world, ensureUser(world, login), publicKey),
    /** Gives a branch (or those of a pattern such as `release/*`) rules; they replace those that it has. */
    protect: (repository: string, branch: string, rules: Protection) => {
      repositoryNamed(world, repository).protections.set(branch, rules);
    },
    /** Puts a content into a repository's Git LFS, and gives the pointer to commit. */
    putLfs: (repository: string, content: string | Buffer) => putLfs(world, repository, content),
    /** Names a team's members, `organization/team`. */
    team: (name: string, logins: readonly string[]) => setTeam(world, name, logins),
    async createRepository(wanted: NewRepository) {
      const repository = await createRepository(world, wanted);
      installationOf(github, repository);
      return inspect(repository);
    },
    repository: (fullName: string) => inspect(repositoryNamed(world, fullName)),
    /** Lets an installation have other permissions than the app asks for: its owners did not consent to all, or not yet. */
    consentTo: (fullName: string, granted: Permissions) => {
      const installation = installationOf(github, repositoryNamed(world, fullName));
      if (installation) installation.permissions = granted;
    },
    installationId: (fullName: string) => installationOf(github, repositoryNamed(world, fullName))?.id,

    /** A problem that the test provokes on purpose; one that does not happen is a problem too. */
    expectProblem: problems.expect,
    /** For tests that are not about what the app says. */
    ignoreUnread: () => problems.ignore(/^comment that no test read/),

    /** @throws Error with whatever a correct app, or a test that looks at everything, would not have left. */
    async close(): Promise<void> {
      await outbox.settled();
      await server.close();
      if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true });
      problems.throwIfAny();
    },
  };
}

function gitFace(world: World): Face {
  return {
    handles: isGitRequest,
    answer: (url, request, response) => serveGit(world, url, request, response),
  };
}

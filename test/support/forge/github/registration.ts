import { generateKeyPairSync } from 'node:crypto';
import type { Outbox } from '../outbox.ts';
import { ensureUser, type World } from '../world.ts';
import { gitBearer } from './caller.ts';
import type { GitHub, Permissions } from './github.ts';
import { tellApp } from './webhooks.ts';
import type { WireTruth } from './wire/wire-truth.ts';

/** What Tailrace asks for. */
export const DEFAULT_PERMISSIONS: Permissions = {
  checks: 'write',
  contents: 'write',
  deployments: 'write',
  issues: 'write',
  pull_requests: 'write',
  workflows: 'write',
  members: 'read',
  merge_queues: 'read',
  metadata: 'read',
};

export interface Registration {
  readonly slug: string;
  readonly webhookSecret: string;
  readonly permissions: Permissions;
  readonly wire: WireTruth;
}

/** Makes the forge a GitHub with one registered app. The key comes as GitHub gives it, PKCS #1 in PEM. */
export function registerApp(world: World, outbox: Outbox, wanted: Registration) {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const bot = ensureUser(world, `${wanted.slug}[bot]`, {
    kind: 'bot',
    email: `${world.nextId()}+${wanted.slug}[bot]@users.noreply.github.com`,
  });
  const id = world.nextId();
  const { slug, webhookSecret, permissions } = wanted;
  const app = {
    slug,
    webhookSecret,
    permissions,
    id,
    clientId: `Iv23fake${id}`,
    publicKey,
    bot,
    createdAt: world.now(),
  };
  const github: GitHub = {
    world,
    app,
    outbox,
    installations: new Map(),
    tokens: new Map(),
    wire: wanted.wire,
  };
  world.bearers.push((secret) => gitBearer(github, secret));
  world.listeners.push((event) => tellApp(github, event));
  return { github, privateKey: privateKey.export({ type: 'pkcs1', format: 'pem' }).toString() };
}

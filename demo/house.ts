import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { startKeptRegistry } from '../scripts/setup/kept-registry.mjs';
import { startTailrace, type Tailrace } from '../src/compose.ts';
import type { Operator } from '../src/domain/policy/operator.ts';
import type { Settings } from '../src/settings.ts';
import { type FakeForge, startFakeForge } from '../test/support/forge/fake-forge.ts';
import { removeImagesOf } from './engine.ts';

export const repository = 'acme/churn';
export const environments = ['sandbox', 'qa', 'uat', 'prod'] as const;
export const webhookSecret = 'the webhook secret of the demo';

/** What this installation is told of the world: what repositories may do, and a certificate of servers with datasets. */
export interface Outside {
  readonly operator?: Operator;
  readonly ca?: string;
}

export type House = Awaited<ReturnType<typeof startHouse>>;

/**
 * Starts what the demo plays on: a forge and Tailrace with fresh data in a temporary folder, and a registry that keeps its large
 * layers from demo to demo. Whatever was started is put on `closing`, which ends it in the opposite order; `signal` ends what waits.
 */
export async function startHouse(
  closing: AsyncDisposableStack,
  logFile: string,
  signal: AbortSignal,
  outside: Outside = {},
) {
  const folder = await mkdtemp(join(tmpdir(), 'tailrace-demo-'));
  closing.defer(() => rm(folder, { recursive: true, force: true }));
  await chmod(folder, 0o711); // PostgreSQL runs as a user of its own where we are root
  const registry = await startKeptRegistry();
  closing.defer(() => registry.stop());
  const imageRepository = `${registry.host}/${registry.prefix}/${repository}`;
  closing.defer(() => removeImagesOf(imageRepository));
  const dataDir = join(folder, 'forge');
  await mkdir(dataDir);
  const forge = await startFakeForge({ webhookSecret, dataDir, checkWire: false });
  closing.defer(() => closeForge(forge));
  const { operator, ca } = outside;
  const settings = { ...settingsFor(forge, folder), ...(operator ? { operator } : {}) };
  const tailrace = await startTailrace(settings, {
    web: { ca },
    log: pino({ level: 'info' }, pino.destination({ dest: logFile, mkdir: true, append: false, sync: true })),
    waiting: { requestMs: 5000, secondMs: 50, paced: false },
  });
  closing.defer(() => tailrace.stop());
  const webhooks = `http://127.0.0.1:${tailrace.port}/webhooks/github`;
  forge.deliverTo(webhooks);
  const interrupted = once(signal, 'abort').then(() => signal.throwIfAborted());
  interrupted.catch(() => undefined); // nobody may be waiting
  const whenSettled = () => Promise.race([settled(forge, tailrace), interrupted]);
  return { forge, registry, imageRepository, webhooks, signal, settled: whenSettled };
}

/** A test would fail on comments that nobody read; a demo that was cut short has some. */
export function closeForge(forge: FakeForge): Promise<void> {
  forge.ignoreUnread();
  return forge.close();
}

/** Resolves when the forge has told everything and Tailrace has nothing left to do. */
export async function settled(forge: FakeForge, tailrace: Tailrace): Promise<void> {
  let before = -1;
  while (before !== forge.deliveries.length) {
    before = forge.deliveries.length;
    await forge.settled();
    await tailrace.idle();
  }
}

export function settingsFor(forge: FakeForge, folder: string): Settings {
  const { id: appId, privateKey } = forge.app;
  return {
    github: { appId, privateKey, webhookSecret, baseUrl: forge.apiUrl, webUrl: forge.url },
    host: '127.0.0.1',
    port: 0,
    databaseUrl: undefined,
    dataFolder: join(folder, 'data'),
    runsAtOnce: 2,
    cacheBytes: 1024 ** 4,
    pruneRegistry: false,
    dockerConfig: {},
    kubeconfig: [],
    checkerBase: 'tailrace-base/python:3.11',
    logLevel: 'info',
    identity: { name: 'Tailrace', email: 'tailrace@users.noreply.example.com' },
    operator: { policy: { rules: [] }, secrets: {} },
    signing: undefined,
    environment: process.env,
  };
}

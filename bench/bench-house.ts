import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeImagesOf } from '../demo/engine.ts';
import { closeForge, settingsFor, settled, webhookSecret } from '../demo/house.ts';
import { startKeptRegistry } from '../scripts/setup/kept-registry.mjs';
import { startFakeForge } from '../test/support/forge/fake-forge.ts';
import { tailraceProcesses } from '../test/support/tailrace-process.ts';

export const environments = ['sandbox', 'qa', 'uat', 'prod'] as const;
/** As in production: under load the forge here answers late. */
const requestMs = 30_000;

export type BenchHouse = Awaited<ReturnType<typeof startBenchHouse>>;

/** What a figure works with. */
export interface Bench {
  /** The Python image of the set-up. */
  readonly baseImage: string;
  /** Starts a forge, a registry and Tailrace with fresh data; the end of the figure ends them. */
  start(settings?: { readonly runsAtOnce?: number }): Promise<BenchHouse>;
}

/**
 * A forge without limits, so that writes to it are not spaced out; the kept registry; and Tailrace in a process of its own. What was
 * started is put on `closing`.
 */
export async function startBenchHouse(closing: AsyncDisposableStack, runsAtOnce: number) {
  const folder = await mkdtemp(join(tmpdir(), 'tailrace-bench-'));
  closing.defer(() => rm(folder, { recursive: true, force: true }));
  await chmod(folder, 0o711); // PostgreSQL runs as a user of its own where we are root
  const registry = await startKeptRegistry();
  closing.defer(() => registry.stop());
  const dataDir = join(folder, 'forge');
  await mkdir(dataDir);
  const forge = await startFakeForge({ webhookSecret, dataDir, checkWire: false });
  closing.defer(() => closeForge(forge));
  const processes = tailraceProcesses(requestMs);
  const settings = { ...settingsFor(forge, folder), runsAtOnce };
  const start = async () => {
    const started = await processes.start(settings);
    await started.reconcile();
    forge.deliverTo(`http://127.0.0.1:${started.port}/webhooks/github`);
    return started;
  };
  let tailrace = await start();
  closing.defer(() => tailrace.stop());

  return {
    ...{ forge, folder, registry, settings, pid: processes.pid },
    dana: forge.person('dana'),
    port: () => tailrace.port,
    settled: () => settled(forge, tailrace),
    async restart(): Promise<void> {
      await tailrace.stop();
      tailrace = await start();
    },
    /** Where the images of a repository go. */
    imageRepository(repository: string): string {
      const name = `${registry.host}/${registry.prefix}/${repository}`;
      closing.defer(() => removeImagesOf(name));
      return name;
    },
  };
}

import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cacheFolder } from './folders.mjs';
import { startRegistry } from './registry.mjs';
import { SetUpError } from './step.mjs';

// The Engine remembers by the registry's address which layers it sent there, so the address stays the same.
const port = 5987;

/**
 * A registry whose data outlive it, so that a large layer is sent once and not in every run. Each run gets a prefix of its own: it
 * finds no tag of another run, and the Engine mounts the layers that other prefixes have. While another run holds the port, it is
 * an empty registry.
 * @type {typeof import('./kept-registry.mjs').startKeptRegistry}
 */
export async function startKeptRegistry() {
  const prefix = `run-${randomBytes(6).toString('hex')}`;
  try {
    return { ...(await startRegistry({ dataDir: join(cacheFolder(), 'registry'), port })), prefix };
  } catch (error) {
    if (!(error instanceof SetUpError)) throw error;
    const dataDir = mkdtempSync(join(tmpdir(), 'tailrace-registry-'));
    const { stop, ...registry } = await startRegistry({ dataDir });
    return { ...registry, prefix, stop: () => stop().then(() => rmSync(dataDir, { recursive: true })) };
  }
}

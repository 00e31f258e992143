import { existsSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram, refreshLists, run } from './command.mjs';
import { cacheFolder } from './folders.mjs';
import { step, tell } from './step.mjs';

/**
 * Finds the `docker-registry` program: on the path, else unpacked in the cache folder from Debian's package. The package is
 * not installed: that needs root, and would start a service of its own where systemd runs.
 * @returns {Promise<string | undefined>} its path; undefined where it is not to be had and a container has to serve
 */
export async function findRegistryProgram() {
  const unpacked = join(cacheFolder(), 'docker-registry');
  const program = findProgram('docker-registry') ?? join(unpacked, 'usr/bin/docker-registry');
  if (existsSync(program)) return program;
  if (!findProgram('apt-get') || !findProgram('dpkg-deb')) return undefined;
  try {
    await unpack(unpacked);
  } catch (error) {
    tell(`Debian's package docker-registry can't be had: ${error instanceof Error ? error.message : error}`);
  }
  return existsSync(program) ? program : undefined;
}

/** Has a registry ready for `startRegistry`, so that tests need not fetch one. */
export function ensureRegistryProgram() {
  return step('registry', async (note) => {
    const program = await findRegistryProgram();
    note(program ?? 'no program for this system; the image registry:2 serves');
  });
}

/** @param {string} folder */
async function unpack(folder) {
  await refreshLists();
  const part = mkdtempSync(join(cacheFolder(), 'registry-'));
  try {
    await run('apt-get', ['download', '-q', 'docker-registry'], { cwd: part });
    const [archive = ''] = readdirSync(part);
    await run('dpkg-deb', ['--extract', join(part, archive), join(part, 'tree')]);
    rmSync(folder, { recursive: true, force: true });
    renameSync(join(part, 'tree'), folder);
  } finally {
    rmSync(part, { recursive: true, force: true });
  }
}

import { copyFileSync, existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { canInstall, findProgram, install, run } from './command.mjs';
import { cacheFolder } from './folders.mjs';

/**
 * Makes a Debian root folder with Python out of Debian's packages; about a minute.
 * @param {{ suite: string, packages: string[], without: string[], certificates: string }} recipe
 *   without: folders that a container never reads, a third of the tree; certificates: this computer's bundle
 * @returns {Promise<{ folder: string, remove: () => void }>}
 * @throws {SetUpError} when debootstrap can't be had or fails
 */
export async function debianTree({ suite, packages, without, certificates }) {
  if (!findProgram('debootstrap')) await install(['debootstrap']);
  const folder = mkdtempSync(join(cacheFolder(), 'debian-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    const program = findProgram('debootstrap') ?? 'debootstrap';
    await run(program, ['--variant=minbase', `--include=${packages.join(',')}`, suite, folder]);
    for (const path of without) rmSync(join(folder, path), { recursive: true, force: true });
    likePythonImage(folder);
    if (existsSync(certificates)) copyFileSync(certificates, join(folder, certificates));
    return { folder, remove };
  } catch (error) {
    remove();
    throw error;
  }
}

/** Whether `debianTree` can work here: it changes its root folder, so it needs root. */
export const canMakeDebianTree = canInstall;

/** `python` and `pip` are on the path and pip installs for the whole system, as in python:3.11-slim. @param {string} folder */
function likePythonImage(folder) {
  rmSync(join(folder, 'usr/lib/python3.11/EXTERNALLY-MANAGED'), { force: true });
  symlinkSync('/usr/bin/python3', join(folder, 'usr/local/bin/python'));
}

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './command.mjs';
import { checkout } from './folders.mjs';
import { SetUpError, step } from './step.mjs';

/** The first Node 22 that runs TypeScript files without a flag. */
const needed = [22, 18];

/**
 * Installs the packages that package-lock.json names, where they are not there yet, and finds a Node that runs TypeScript.
 * @returns {Promise<string>} the path of a Node of 22.18 or newer: the running one, else the `node` package's
 * @throws {SetUpError} when npm fails or no such Node is to be had
 */
export function ensurePackages() {
  return step('packages', async (note) => {
    const installed = isInstalled();
    if (!installed)
      await run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: checkout });
    const { path, version } = await findNode();
    note(`${installed ? 'are there' : 'installed'}, Node ${version}`);
    return path;
  });
}

/** Whether node_modules holds just what package-lock.json says; packages for other systems are left out there. */
function isInstalled() {
  const wanted = readLock('package-lock.json');
  const there = readLock('node_modules/.package-lock.json');
  if (!wanted || !there) return false;
  const missing = Object.keys(wanted).filter(
    (path) => path !== '' && !there[path] && !wanted[path]?.optional,
  );
  const other = Object.keys(there).filter((path) => there[path]?.integrity !== wanted[path]?.integrity);
  return missing.length === 0 && other.length === 0;
}

/**
 * @param {string} file
 * @returns {Record<string, { integrity?: string, optional?: boolean }> | undefined} its packages by their folder
 */
function readLock(file) {
  const path = join(checkout, file);
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')).packages : undefined;
}

async function findNode() {
  if (isNewEnough(process.versions.node)) return { path: process.execPath, version: process.versions.node };
  const path = join(checkout, 'node_modules/.bin/node');
  const version = existsSync(path) ? (await run(path, ['-p', 'process.versions.node'])).trim() : '';
  if (isNewEnough(version)) return { path, version };
  throw new SetUpError(
    `This is Node ${process.versions.node}; Tailrace needs ${needed.join('.')} or newer, and the package \`node\`, which brings ` +
      'one, has none for this system.\nInstall Node 24 and run the command again.',
  );
}

/** @param {string} version as in 24.1.0 */
function isNewEnough(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [neededMajor = 0, neededMinor = 0] = needed;
  return major > neededMajor || (major === neededMajor && minor >= neededMinor);
}

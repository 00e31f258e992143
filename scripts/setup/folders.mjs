import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout: where package.json lies. */
export const checkout = resolve(fileURLToPath(import.meta.url), '../../..');

/**
 * The folder for what is worth keeping but lies outside the checkout: the base image, the Engine's log.
 * `TAILRACE_CACHE` names another one.
 */
export function cacheFolder() {
  const general = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
  const folder = resolve(process.env.TAILRACE_CACHE || join(general, 'tailrace'));
  mkdirSync(folder, { recursive: true });
  return folder;
}

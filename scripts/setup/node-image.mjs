import {
  chmodSync,
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { baseImage } from './base-image.mjs';
import { findProgram, run } from './command.mjs';
import { askEngineText, engineAddresses } from './engine.mjs';
import { cacheFolder, checkout } from './folders.mjs';
import { commitImage, pullImage } from './pulled-image.mjs';
import { SetUpError } from './step.mjs';

/** What Tailrace's own image is built on in the tests. */
export const nodeImage = 'tailrace-base/node:24';

const pulled = 'node:24-bookworm-slim';
const label = 'tailrace.dev/base-recipe';
const certificates = '/etc/ssl/certs/ca-certificates.crt';
const [repo = '', tag = ''] = nodeImage.split(':');
const ownNode = join(checkout, 'node_modules/node/bin/node');

/**
 * Makes sure that the Engine has `nodeImage`, which behaves like node:24-bookworm-slim and trusts the authorities that this computer
 * trusts: pulled, else (on Linux) `baseImage` with the Node of the packages and this computer's npm.
 * @type {typeof import('./node-image.mjs').ensureNodeImage}
 */
export async function ensureNodeImage() {
  const [address = ''] = engineAddresses();
  const version = (await run(ownNode, ['-p', 'process.version'])).trim();
  const { status, text } = await askEngineText(address, 'GET', `/images/${nodeImage}/json`);
  if (status === 200 && JSON.parse(text).Config?.Labels?.[label] === version) return nodeImage;
  const changes = [`LABEL ${label}=${version}`, `ENV NODE_EXTRA_CA_CERTS=${certificates}`, 'CMD ["node"]'];
  const refusal = await pullImage(address, pulled);
  if (refusal === undefined) await commitImage(address, { from: pulled, repo, tag, certificates, changes });
  else await makeImage(address, refusal, changes);
  return nodeImage;
}

/** @param {string} address @param {string} refusal @param {string[]} changes */
async function makeImage(address, refusal, changes) {
  const folder = nodeTree(refusal);
  try {
    await commitImage(address, { from: baseImage, repo, tag, certificates, folder, changes });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** @param {string} refusal @returns {string} a folder that holds Node and npm where node:24-bookworm-slim has them */
function nodeTree(refusal) {
  const npm = findProgram('npm');
  if (process.platform !== 'linux' || !npm)
    throw new SetUpError(
      `${pulled} could not be pulled. The Engine says: ${refusal}\nLet it reach a registry (docker pull ${pulled} must work), then run the command again.`,
    );
  const folder = mkdtempSync(join(cacheFolder(), 'node-image-'));
  // The image's root gets this folder's mode.
  chmodSync(folder, 0o755);
  const programs = join(folder, 'usr/local/bin');
  const packages = join(folder, 'usr/local/lib/node_modules');
  for (const path of [programs, packages]) mkdirSync(path, { recursive: true });
  copyFileSync(ownNode, join(programs, 'node'));
  cpSync(dirname(dirname(realpathSync(npm))), join(packages, 'npm'), { recursive: true });
  symlinkSync('../lib/node_modules/npm/bin/npm-cli.js', join(programs, 'npm'));
  return folder;
}

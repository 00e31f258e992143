import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { canMakeDebianTree, debianTree } from './debian-tree.mjs';
import { askEngineText } from './engine.mjs';
import { cacheFolder } from './folders.mjs';
import { importImage, loadImage, saveImage } from './image-files.mjs';
import { commitImage, pullImage } from './pulled-image.mjs';
import { SetUpError, step, tell } from './step.mjs';

/** What the example's and the tests' Dockerfiles build on; never pushed anywhere. */
export const baseImage = 'tailrace-base/python:3.11';

const [repo = '', tag = ''] = baseImage.split(':');
const label = 'tailrace.dev/base-recipe';
const certificates = '/etc/ssl/certs/ca-certificates.crt';
const recipe = {
  pulled: 'python:3.11-slim',
  suite: 'bookworm',
  packages: ['ca-certificates', 'python3', 'python3-pip', 'python3-venv'],
  without: [
    'var/cache/apt',
    'var/lib/apt/lists',
    'usr/share/doc',
    'usr/share/man',
    'usr/share/info',
    'usr/share/locale',
  ],
  env: {
    PATH: '/usr/local/bin:/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin',
    LANG: 'C.UTF-8',
    PYTHONUNBUFFERED: '1',
    PIP_DISABLE_PIP_VERSION_CHECK: '1',
    PIP_ROOT_USER_ACTION: 'ignore',
    PIP_CERT: certificates,
    SSL_CERT_FILE: certificates,
    REQUESTS_CA_BUNDLE: certificates,
  },
};

/**
 * Makes sure that the Engine has `baseImage`, which behaves like python:3.11-slim and trusts the authorities that this
 * computer trusts: from the cache folder, else pulled, else (as root on Debian) made of Debian's packages, once.
 * @param {string} address the Engine's
 * @returns {Promise<string>} the image's tag
 * @throws {SetUpError} when it can neither be pulled nor made
 */
export function ensureBaseImage(address) {
  return step(`base image ${baseImage}`, async (note) => {
    const hash = recipeHash();
    const kept = join(cacheFolder(), `base-image-${hash}.tar`);
    if (await isThere(address, hash)) note('is there');
    else if (existsSync(kept)) {
      await loadImage(address, kept);
      note(`loaded from ${kept}`);
    } else {
      note(await makeImage(address, hash));
      await saveImage(address, baseImage, kept);
    }
    if (!(await isThere(address, hash)))
      throw new SetUpError(`${kept} holds another image than it should. Remove the file and try again.`);
    return baseImage;
  });
}

function recipeHash() {
  const bundle = existsSync(certificates) ? readFileSync(certificates) : '';
  return createHash('sha256').update(JSON.stringify(recipe)).update(bundle).digest('hex').slice(0, 16);
}

/** @param {string} address @param {string} hash */
async function isThere(address, hash) {
  const { status, text } = await askEngineText(address, 'GET', `/images/${baseImage}/json`);
  return status === 200 && JSON.parse(text).Config?.Labels?.[label] === hash;
}

/** @param {string} address @param {string} hash @returns {Promise<string>} how it was made, for a person */
async function makeImage(address, hash) {
  const env = Object.entries(recipe.env).map(([name, value]) => `ENV ${name}=${value}`);
  const changes = [`LABEL ${label}=${hash}`, 'CMD ["python3"]'];
  const refusal = await pullImage(address, recipe.pulled);
  if (refusal === undefined) {
    // The pulled image's own PATH stays: its Python lies elsewhere than Debian's.
    const kept = env.filter((line) => !line.startsWith('ENV PATH='));
    await commitImage(address, {
      from: recipe.pulled,
      repo,
      tag,
      certificates,
      changes: [...kept, ...changes],
    });
    return `${recipe.pulled} with this computer's certificates`;
  }
  if (!canMakeDebianTree()) throw new SetUpError(neither(refusal));
  tell(`${recipe.pulled} could not be pulled: making it of Debian's packages, about a minute, once`);
  const tree = await debianTree({ ...recipe, certificates });
  try {
    await importImage(address, { folder: tree.folder, repo, tag, changes: [...env, ...changes] });
  } finally {
    tree.remove();
  }
  return "made of Debian's packages";
}

/** @param {string} refusal */
function neither(refusal) {
  return [
    `${baseImage} could not be made: ${recipe.pulled} could not be pulled, and it can be built from packages only as root on Debian.`,
    `The Engine says: ${refusal}`,
    `Let the Engine reach a registry (docker pull ${recipe.pulled} must work), then run the command again.`,
  ].join('\n');
}

import { pathToFileURL } from 'node:url';
import { ensureBaseImage } from './setup/base-image.mjs';
import { ensureBrowser } from './setup/browser.mjs';
import { ensureDocker } from './setup/docker.mjs';
import { cacheFolder } from './setup/folders.mjs';
import { ensurePackages } from './setup/packages.mjs';
import { ensureRegistryProgram } from './setup/registry-program.mjs';
import { ensureSigningPrograms } from './setup/signing-programs.mjs';
import { runAsScript, seconds } from './setup/step.mjs';

/**
 * Makes this computer ready for the tests and the demo; what is there already is left as it is.
 * @param {{ docker: boolean }} options docker: false is enough for the unit tests
 * @returns {Promise<{ node: string, baseImage: string | undefined }>} the Node to run TypeScript with; the image's tag
 * @throws {import('./setup/step.mjs').SetUpError} with what a person can do about it
 */
export async function setUp({ docker }) {
  const begun = performance.now();
  const node = await ensurePackages();
  await ensureSigningPrograms();
  await ensureBrowser();
  const baseImage = docker ? await setUpDocker() : undefined;
  const kept = docker ? `; what is kept outside the checkout: ${cacheFolder()}` : '';
  process.stdout.write(`ready in ${seconds(begun)}${kept}\n`);
  return { node, baseImage };
}

async function setUpDocker() {
  const image = await ensureBaseImage(await ensureDocker());
  await ensureRegistryProgram();
  return image;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await runAsScript(async () => {
    await setUp({ docker: !process.argv.includes('--unit') });
    return 0;
  });
}

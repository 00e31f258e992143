import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../command.mjs';

/** What holds each pod's namespaces open: made here, since there may be no registry to fetch one from. */
export const pauseImage = 'tailrace.dev/pause:1';

/**
 * Writes an image of the one program, as `docker save` does.
 * @param {string} folder @param {string} programs where `pause` is
 * @returns {Promise<string>} the archive
 */
export async function writePauseImage(folder, programs) {
  const tree = join(folder, 'pause-tree');
  const image = join(folder, 'pause-image');
  for (const path of [tree, image]) mkdirSync(path);
  copyFileSync(join(programs, 'pause'), join(tree, 'pause'));
  await run('tar', ['-C', tree, '-cf', join(image, 'layer.tar'), 'pause']);
  const layer = createHash('sha256')
    .update(readFileSync(join(image, 'layer.tar')))
    .digest('hex');
  const config = {
    architecture: process.arch === 'x64' ? 'amd64' : process.arch,
    os: 'linux',
    config: { Entrypoint: ['/pause'] },
    rootfs: { type: 'layers', diff_ids: [`sha256:${layer}`] },
  };
  const manifest = [{ Config: 'config.json', RepoTags: [pauseImage], Layers: ['layer.tar'] }];
  writeFileSync(join(image, 'config.json'), JSON.stringify(config));
  writeFileSync(join(image, 'manifest.json'), JSON.stringify(manifest));
  const archive = join(folder, 'pause.tar');
  await run('tar', ['-C', image, '-cf', archive, '.']);
  return archive;
}

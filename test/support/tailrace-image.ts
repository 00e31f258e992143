/** Tailrace's own image, built as deploy/Dockerfile says, on a base that this computer can make. */
import { globSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import Docker from 'dockerode';
import { pack } from 'tar-stream';
import { ensureNodeImage } from '../../scripts/setup/node-image.mjs';
import { buildImage } from '../../src/adapters/docker/build.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
export const tailraceTag = 'tailrace-test/tailrace:latest';

/** Builds it; what has not changed is found in the Engine's cache. */
export async function tailraceImage(): Promise<string> {
  const base = await ensureNodeImage();
  await buildImage(new Docker(), {
    tag: tailraceTag,
    context: () => contextOn(base),
    dockerfile: 'deploy/Dockerfile',
    labels: {},
    cacheNamespace: 'tailrace-image',
    signal: new AbortController().signal,
    onLine: () => undefined,
  });
  return tailraceTag;
}

/** What `.dockerignore` lets through, and the Dockerfile. */
function contextOn(base: string): Readable {
  const tar = pack();
  const dockerfile = readFileSync(join(root, 'deploy/Dockerfile'), 'utf8');
  const argument = /^ARG BASE_IMAGE=.*$/m;
  if (!argument.test(dockerfile)) throw new Error(`deploy/Dockerfile has changed: ${argument} is not in it`);
  const ignored = readFileSync(join(root, '.dockerignore'), 'utf8').split('\n');
  const paths = ignored.filter((line) => line.startsWith('!')).flatMap((line) => filesBelow(line.slice(1)));
  // A fixed time, so that the builder's cache finds the same files again.
  const entry = (name: string, content: string | Buffer) => tar.entry({ name, mtime: new Date(0) }, content);
  entry('deploy/Dockerfile', dockerfile.replace(argument, `ARG BASE_IMAGE=${base}`));
  for (const path of paths) entry(path, readFileSync(join(root, path)));
  tar.finalize();
  return Readable.from(tar);
}

function filesBelow(path: string): string[] {
  if (statSync(join(root, path)).isFile()) return [path];
  const below = globSync(`${path}/**`, { cwd: root });
  return below.filter((each) => statSync(join(root, each)).isFile()).toSorted();
}

import { Readable } from 'node:stream';
import Docker from 'dockerode';
import { pack } from 'tar-stream';
import { createImageBuilder } from '../../../src/adapters/docker/build.ts';
import type { LocalImage } from '../../../src/ports/images.ts';

export const docker = new Docker();

/** Python 3.11 with pip; the set-up of the tests leaves it on the Engine. */
export const baseImage = 'tailrace-base/python:3.11';

/** A build context of these files. */
export function contextOf(files: Readonly<Record<string, string>>): Readable {
  const tar = pack();
  for (const [name, content] of Object.entries(files)) tar.entry({ name, mtime: new Date(0) }, content);
  tar.finalize();
  return Readable.from(tar);
}

interface BuildOptions {
  readonly onLine?: (line: string) => void;
  readonly signal?: AbortSignal;
  readonly files?: Readonly<Record<string, string>>;
  readonly cacheNamespace?: string;
}

/** Builds an image of this Dockerfile, tagged for the run. */
export function build(runId: string, dockerfile: string, options: BuildOptions = {}): Promise<LocalImage> {
  return createImageBuilder(docker).build({
    runId,
    context: () => contextOf({ Dockerfile: dockerfile, ...options.files }),
    dockerfile: 'Dockerfile',
    labels: { 'example.com/made-by': 'test' },
    cacheNamespace: options.cacheNamespace ?? 'tests',
    signal: options.signal ?? new AbortController().signal,
    onLine: options.onLine ?? (() => undefined),
  });
}

/** Removes tags that a test left; the images go with the last one. */
export async function removeTags(...tags: string[]): Promise<void> {
  for (const tag of tags)
    await docker
      .getImage(tag)
      .remove({ force: true })
      .catch(() => undefined);
}

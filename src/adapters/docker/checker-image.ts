import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type Docker from 'dockerode';
import { CheckerMissing } from '../../ports/data-checker.ts';
import { BuildFailed } from '../../ports/images.ts';
import { buildImage } from './build.ts';
import { contextOf } from './build-context.ts';
import { unlessMissing } from './engine-error.ts';
import { inspectImage } from './local-image.ts';
import { checkerTag } from './names.ts';
import { noteUse } from './old-checkers.ts';

const requirements = readFileSync(new URL('./data-checks-requirements.txt', import.meta.url), 'utf8');
/** What is installed in it; the program itself goes into each container. */
export const checkerRecipe = createHash('sha256').update(requirements).digest('hex').slice(0, 16);

/** The tag of the image that is made from `base`. */
export function checkerTagOf(base: string): string {
  return checkerTag(createHash('sha256').update(`${base} ${checkerRecipe}`).digest('hex').slice(0, 16));
}

const buildLimitMs = 15 * 60_000;

/**
 * Makes sure that the Engine has the image that checks data: `base`, which has Python 3.11 or newer and pip, with pandera and what it needs
 * at fixed releases. It is made once and never pushed. Throws {@link CheckerMissing} where it can't be made.
 */
export async function ensureCheckerImage(docker: Docker, base: string): Promise<string> {
  const tag = checkerTagOf(base);
  const there = await unlessMissing(useImage(docker, tag));
  if (there) return there;
  try {
    const { id } = await buildImage(docker, {
      tag,
      context: () => contextOf(filesFor(base)),
      dockerfile: 'Dockerfile',
      labels: {},
      cacheNamespace: tag,
      signal: AbortSignal.timeout(buildLimitMs),
      onLine: () => undefined,
    });
    return id;
  } catch (error) {
    // A full disk says nothing of the base.
    if (error instanceof BuildFailed && error.obstacle.kind !== 'disk-full')
      throw new CheckerMissing(base, error.message);
    throw error;
  }
}

async function useImage(docker: Docker, tag: string): Promise<string> {
  await noteUse(docker, tag);
  return (await inspectImage(docker, tag)).id;
}

/** No package is built: that would run its code while it is installed. */
function filesFor(base: string): Record<string, string> {
  const how = '--no-cache-dir --no-deps --only-binary=:all: --require-hashes';
  const dockerfile = [
    `FROM ${base}`,
    'USER 0:0',
    'COPY requirements.txt /opt/tailrace-requirements.txt',
    `RUN python3 -m pip install ${how} -r /opt/tailrace-requirements.txt`,
    '',
  ].join('\n');
  return { Dockerfile: dockerfile, 'requirements.txt': requirements };
}

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type Docker from 'dockerode';
import { BuildFailed } from '../../ports/images.ts';
import { buildImage } from './build.ts';
import { contextOf } from './build-context.ts';
import { unlessMissing } from './engine-error.ts';
import { inspectImage } from './local-image.ts';
import { derivedFromLabel, derivedRecipeLabel, derivedTags, splitTag } from './names.ts';
import type { PythonFound } from './probe.ts';
import { addedKernelSpec, addedKernels, installCommand } from './python-commands.ts';

/** The releases of all that is added. */
const requirements = readFileSync(new URL('./papermill-requirements.txt', import.meta.url), 'utf8');
const requirementsPath = '/opt/tailrace-requirements.txt';
const recipe = createHash('sha256').update(requirements).digest('hex').slice(0, 16);

const buildLimitMs = 15 * 60_000;

export type DerivedImage =
  | { readonly kind: 'there'; readonly id: string }
  | { readonly kind: 'not-installed'; readonly log: string };

/**
 * Makes sure that there is an image with papermill on top of this one. papermill and what it needs lie in a folder of their own that
 * Python looks at last, so nothing that the image has is changed. It is never pushed, and used again as long as the image and what is
 * added are the same.
 */
export async function ensureDerivedImage(
  docker: Docker,
  imageId: string,
  python: PythonFound,
): Promise<DerivedImage> {
  const tags = derivedTags(imageId);
  const there = await unlessMissing(inspectImage(docker, tags.derived));
  const labels = { [derivedFromLabel]: imageId, [derivedRecipeLabel]: recipe };
  if (there && Object.entries(labels).every(([name, value]) => there.labels[name] === value))
    return { kind: 'there', id: there.id };
  // BuildKit starts from a name, never from an id.
  await docker.getImage(imageId).tag(splitTag(tags.base));
  try {
    const { id } = await buildImage(docker, {
      tag: tags.derived,
      context: () => contextOf(filesFor(tags.base, python)),
      dockerfile: 'Dockerfile',
      labels,
      cacheNamespace: tags.derived,
      signal: AbortSignal.timeout(buildLimitMs),
      onLine: () => undefined,
    });
    return { kind: 'there', id };
  } catch (error) {
    // A full disk says nothing of the image.
    if (error instanceof BuildFailed && error.obstacle.kind !== 'disk-full')
      return { kind: 'not-installed', log: error.message };
    throw error;
  } finally {
    await unlessMissing(docker.getImage(tags.base).remove({ noprune: true }));
  }
}

/** Commands without a shell: the image may have none. The container's user is set when it is made, not here. */
function filesFor(base: string, python: PythonFound): Record<string, string> {
  const pipWheel = python.pip ? undefined : python.pipWheel;
  const install = installCommand({ command: python.command, pipWheel }, requirementsPath);
  const dockerfile = [
    `FROM ${base}`,
    'USER 0:0',
    `COPY requirements.txt ${requirementsPath}`,
    `RUN ${JSON.stringify(install)}`,
    `COPY kernel.json ${addedKernels}/kernels/python3/kernel.json`,
    '',
  ].join('\n');
  return { Dockerfile: dockerfile, 'requirements.txt': requirements, 'kernel.json': addedKernelSpec() };
}

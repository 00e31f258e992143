import { Readable } from 'node:stream';
import type Docker from 'dockerode';
import { pack } from 'tar-stream';
import { BuildFailed, PapermillMissing } from '../../ports/images.ts';
import { buildImage } from './build.ts';
import { unlessMissing } from './engine-error.ts';
import { inspectImage } from './local-image.ts';
import { derivedFromLabel, derivedTags, splitTag } from './names.ts';
import { addedKernelSpec, addedKernels, addedPackages } from './python-commands.ts';

const papermillRequirement = 'papermill==2.7.0';
const buildLimitMs = 15 * 60_000;

/**
 * Makes sure that there is an image with papermill on top of this one, and gives its id. papermill and what it needs lie in a
 * folder of their own that Python looks at last, so nothing that the image has is changed. It is never pushed, and used again as
 * long as the image is the same. Rejects with {@link PapermillMissing} where pip can't install papermill.
 */
export async function ensureDerivedImage(docker: Docker, imageId: string, python: string): Promise<string> {
  const tags = derivedTags(imageId);
  const there = await unlessMissing(inspectImage(docker, tags.derived));
  if (there?.labels[derivedFromLabel] === imageId) return there.id;
  // BuildKit starts from a name, never from an id.
  await docker.getImage(imageId).tag(splitTag(tags.base));
  try {
    const image = await buildImage(docker, {
      tag: tags.derived,
      context: () =>
        contextOf({ Dockerfile: dockerfile(tags.base, python), 'kernel.json': addedKernelSpec() }),
      dockerfile: 'Dockerfile',
      labels: { [derivedFromLabel]: imageId },
      cacheNamespace: tags.derived,
      signal: AbortSignal.timeout(buildLimitMs),
      onLine: () => undefined,
    });
    return image.id;
  } catch (error) {
    throw error instanceof BuildFailed ? notInstalled(error) : error;
  } finally {
    await unlessMissing(docker.getImage(tags.base).remove({ noprune: true }));
  }
}

/** Commands without a shell: the image may have none. The container's user is set when it is made, not here. */
function dockerfile(base: string, python: string): string {
  const install = [python, '-m', 'pip', 'install', '--no-cache-dir', '--target', addedPackages];
  return [
    `FROM ${base}`,
    'USER 0:0',
    `RUN ${JSON.stringify([...install, papermillRequirement, 'ipykernel'])}`,
    `COPY kernel.json ${addedKernels}/kernels/python3/kernel.json`,
    '',
  ].join('\n');
}

function contextOf(files: Readonly<Record<string, string>>): Readable {
  const tar = pack();
  // A fixed time, so that the builder's cache finds the same context again.
  for (const [name, content] of Object.entries(files)) tar.entry({ name, mtime: new Date(0) }, content);
  tar.finalize();
  return Readable.from(tar);
}

function notInstalled(failure: BuildFailed): PapermillMissing {
  const what = `The image has no papermill, and pip could not install it beside the image's packages:\n${failure.message}`;
  return new PapermillMissing(`${what}\nAdd to the Dockerfile: RUN pip install papermill ipykernel`);
}

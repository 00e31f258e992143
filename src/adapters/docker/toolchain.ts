import type Docker from 'dockerode';
import { LRUCache } from 'lru-cache';
import type { Versions } from '../../domain/test-result.ts';
import { PapermillMissing } from '../../ports/images.ts';
import { ensureDerivedImage } from './derived-image.ts';
import { unlessMissing } from './engine-error.ts';
import type { InspectedImage } from './local-image.ts';
import { type PythonFound, probePython } from './probe.ts';

/** The image that a notebook runs in, and the Python in it. */
export interface Toolchain {
  readonly image: string;
  readonly python: string;
  /** Whether papermill was added in a derived image. */
  readonly derived: boolean;
  readonly versions: Versions;
}

/** Finds the toolchain of an image; answers are kept by the image's id. */
export type FindToolchain = (image: InspectedImage, runId: string, signal: AbortSignal) => Promise<Toolchain>;

const imagesKept = 500;
const pythonLine =
  'Build FROM an image with Python 3, or add Python to the Dockerfile: RUN apt-get install -y python3';
const pipLine = 'Add to the Dockerfile: RUN python -m ensurepip && python -m pip install papermill ipykernel';

/**
 * Looks once into each image whether it has papermill and a kernel, else adds them in a derived image. Rejects with
 * {@link PapermillMissing} where that can't be done.
 */
export function createFindToolchain(docker: Docker): FindToolchain {
  const known = new LRUCache<string, Promise<Toolchain>>({ max: imagesKept });

  function find(image: InspectedImage, runId: string): Promise<Toolchain> {
    const finding = known.get(image.id) ?? lookInto(docker, image, runId);
    known.set(image.id, finding);
    finding.catch(() => known.delete(image.id));
    return finding;
  }

  return async (image, runId, signal) => {
    const found = await abortable(find(image, runId), signal);
    // A derived image may have been removed since.
    if (await unlessMissing(docker.getImage(found.image).inspect())) return found;
    known.delete(image.id);
    return abortable(find(image, runId), signal);
  };
}

async function lookInto(docker: Docker, image: InspectedImage, runId: string): Promise<Toolchain> {
  const own = await probePython(docker, { runId, image: image.id, user: image.user, derived: false });
  if (!own) throw new PapermillMissing(`The image has no papermill and no Python 3 to run it. ${pythonLine}`);
  if (own.complete) return toolchain(image.id, own, false);
  if (!own.pip)
    throw new PapermillMissing(`The image has no papermill and no pip to add it with. ${pipLine}`);
  const derived = await ensureDerivedImage(docker, image.id, own.command);
  const added = await probePython(docker, { runId, image: derived, user: image.user, derived: true });
  if (!added?.complete)
    throw new PapermillMissing(`papermill does not work with this image's packages. ${pipLine}`);
  return toolchain(derived, added, true);
}

function toolchain(image: string, { command, versions }: PythonFound, derived: boolean): Toolchain {
  return { image, python: command, derived, versions };
}

/** The work is shared between runs, so one run's abort only ends that run's waiting. */
async function abortable<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  let stop = () => {};
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

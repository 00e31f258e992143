import type Docker from 'dockerode';
import { LRUCache } from 'lru-cache';
import type { PapermillObstacle } from '../../domain/papermill-problem.ts';
import type { Versions } from '../../domain/test-result.ts';
import { PapermillMissing } from '../../ports/images.ts';
import { abortable } from './abortable.ts';
import { ensureDerivedImage } from './derived-image.ts';
import { readDistributions } from './distribution.ts';
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
  /** Nobody has looked into the image: its Python tells of it before papermill starts. */
  readonly tellsFirst?: true;
}

/** What an image is taken to have that nobody has looked into. */
export function firstToolchain({ id }: InspectedImage): Toolchain {
  return { image: id, python: 'python', derived: false, versions: {}, tellsFirst: true };
}

/** What a notebook's container found of its image's own Python, where its image was not looked into before. */
export type Own = PythonFound | undefined;

/** The toolchains of images; answers are kept by the image's id. */
export interface Toolchains {
  /** Whether the image was looked into before. */
  isKnown(image: InspectedImage): boolean;
  /**
   * Looks once into each image whether it has papermill and a kernel (`own` is what was found already), else adds them in a derived image.
   * Rejects with {@link PapermillMissing} where that can't be done.
   */
  find(image: InspectedImage, runId: string, signal: AbortSignal, own?: Own): Promise<Toolchain>;
}

const imagesKept = 500;
/** The oldest Python that the papermill which we add takes: 3.10. */
const oldestMinor = 10;

export function createToolchains(docker: Docker): Toolchains {
  const known = new LRUCache<string, Promise<Toolchain>>({ max: imagesKept });

  function find(image: InspectedImage, runId: string, own?: Own): Promise<Toolchain> {
    const finding = known.get(image.id) ?? lookInto({ docker, image, runId }, own);
    known.set(image.id, finding);
    finding.catch(() => known.delete(image.id));
    return finding;
  }

  return {
    isKnown: (image) => known.has(image.id),
    async find(image, runId, signal, own) {
      const found = await abortable(find(image, runId, own), signal);
      // A derived image may have been removed since.
      if (await unlessMissing(docker.getImage(found.image).inspect())) return found;
      known.delete(image.id);
      return abortable(find(image, runId), signal);
    },
  };
}

async function lookInto(looked: Looked, found: Own): Promise<Toolchain> {
  const { docker, image, runId } = looked;
  const own =
    found ?? (await probePython(docker, { runId, image: image.id, user: image.user, derived: false }));
  if (own?.complete) return toolchain(image.id, own, false);
  if (!own) throw await missing(looked, { kind: 'no-python' });
  if (Number(own.version.split('.')[1]) < oldestMinor)
    throw await missing(looked, { kind: 'old-python', python: own });
  if (!own.pip && own.pipWheel === undefined) throw await missing(looked, { kind: 'no-pip', python: own });
  return addPapermill(looked, own);
}

interface Looked {
  readonly docker: Docker;
  readonly image: InspectedImage;
  readonly runId: string;
}

async function addPapermill(looked: Looked, python: PythonFound): Promise<Toolchain> {
  const { docker, image, runId } = looked;
  const derived = await ensureDerivedImage(docker, image.id, python);
  if (derived.kind === 'not-installed') throw await missing(looked, { ...derived, python });
  const added = await probePython(docker, { runId, image: derived.id, user: image.user, derived: true });
  if (added?.complete) return toolchain(derived.id, added, true);
  throw await missing(looked, { kind: 'not-working', python, error: added?.error ?? 'no kernel was found' });
}

/** The error for an image that can't be tested, with what of the image decides the lines to add. */
async function missing({ docker, image, runId }: Looked, obstacle: PapermillObstacle): Promise<Error> {
  const distributions = await readDistributions(docker, runId, image.id);
  return new PapermillMissing({ obstacle, distributions, user: image.user });
}

function toolchain(image: string, { command, versions }: PythonFound, derived: boolean): Toolchain {
  return { image, python: command, derived, versions };
}

import { z } from 'zod';
import type { WhatGuards } from '../../domain/configuration/environment-plan.ts';
import {
  type Dataset,
  type DatasetFingerprint,
  fingerprintOf,
  folderSha256,
  placeOf,
  plainPlaceOf,
} from '../../domain/dataset.ts';
import { PersonError } from '../../domain/person-error.ts';
import type { RepositoryRef } from '../../domain/repository-ref.ts';
import { datasetProblemText } from '../../domain/texts/dataset-problem.ts';
import { DatasetUnavailable, type Volumes, type WebFiles } from '../../ports/datasets.ts';
import type { GitReader } from '../../ports/git.ts';
import type { DatasetForRun } from '../../ports/images.ts';
import type { Run } from '../../ports/run.ts';

export interface DataPorts {
  readonly git: GitReader;
  readonly webFiles: WebFiles;
  readonly volumes: Volumes;
}

/** A dataset whose content is known by its SHA-256, before it is fetched. */
export interface KnownDataset {
  readonly dataset: Dataset;
  readonly sha256: string;
  /** Makes it ready for a run. Throws {@link DatasetUnavailable}. */
  get(signal: AbortSignal): Promise<ReadyDataset>;
}

/** A dataset that stays where a run can read it until it is released. */
export interface ReadyDataset {
  readonly fingerprint: DatasetFingerprint;
  forRun(): DatasetForRun;
  release(): void;
}

/** Whose datasets they are: the tree that paths are of, and what the operator allows. */
interface Owner {
  readonly repository: RepositoryRef;
  readonly sourceTree: string;
  readonly guards: Pick<WhatGuards, 'allowances'>;
}

/** Finds out what datasets hold, before anything is built. */
export function knowDatasets(
  ports: DataPorts,
  run: Run,
  owner: Owner,
  datasets: readonly Dataset[],
): Promise<readonly KnownDataset[]> {
  return Promise.all(datasets.map((dataset) => know(ports, run, owner, dataset)));
}

async function know(ports: DataPorts, run: Run, owner: Owner, dataset: Dataset): Promise<KnownDataset> {
  switch (dataset.kind) {
    case 'path':
      return knowPath(ports.git, owner, dataset);
    case 'url':
      return knowUrl(ports.webFiles, owner, dataset);
    case 'volume':
      return knowVolume(ports.volumes, run, owner, dataset);
  }
}

type Kind<K> = Dataset & { readonly kind: K };

async function knowPath(
  git: GitReader,
  { repository, sourceTree }: Owner,
  dataset: Kind<'path'>,
): Promise<KnownDataset> {
  const { name, path } = dataset;
  const files = await git.hashes(repository, sourceTree, path);
  const [only] = files;
  const release = () => undefined;
  const get = async (ready: ReadyDataset) => {
    await git.prefetch(repository, sourceTree, path);
    return ready;
  };
  if (only?.path === path) {
    const content = () => git.blob(repository, only.blob);
    const forRun = () => ({ kind: 'file', name, path, bytes: only.bytes, content }) as const;
    const ready = { fingerprint: fingerprintOf(dataset, only), forRun, release };
    return { dataset, sha256: only.sha256, get: () => get(ready) };
  }
  const inside = files.map((file) => ({ ...file, path: file.path.slice(path.length + 1) }));
  const sha256 = folderSha256(inside);
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  const tar = () => git.archive(repository, sourceTree, path);
  const forRun = () => ({ kind: 'folder', name, path, tar }) as const;
  const ready = { fingerprint: fingerprintOf(dataset, { sha256, bytes }), forRun, release };
  return { dataset, sha256, get: () => get(ready) };
}

/** What `.tailrace.yml` says that it holds; that is checked when it is fetched. */
function knowUrl(
  webFiles: WebFiles,
  { repository, guards: { allowances } }: Owner,
  dataset: Kind<'url'>,
): KnownDataset {
  const { name, url, sha256 } = dataset;
  const { privateAddresses, ceilings } = allowances;
  const wanted = { repository, url, sha256, privateAddresses, mostBytes: ceilings.datasetBytes };
  return {
    dataset,
    sha256,
    get: async (signal) => {
      const { bytes, content, release } = await webFiles.hold({ ...wanted, signal });
      const places = { path: placeOf(dataset), link: plainPlaceOf(dataset) };
      const forRun = () => ({ kind: 'file', name, ...places, bytes, content }) as const;
      return { fingerprint: fingerprintOf(dataset, { sha256, bytes }), forRun, release };
    },
  };
}

const volumeSchema = z.object({ sha256: z.string(), bytes: z.number() });

/** Read once a run: a volume may be large. The name is in the policy, else the configuration had been refused. */
async function knowVolume(
  volumes: Volumes,
  run: Run,
  { guards: { allowances } }: Owner,
  dataset: Kind<'volume'>,
): Promise<KnownDataset> {
  const { name } = dataset;
  const volume = allowances.volumes[dataset.volume];
  if (volume === undefined) throw new Error('a volume that the policy does not name got past its check');
  const content = await run
    .step(`volume ${dataset.volume}`, volumeSchema, () => volumes.fingerprint(volume, run))
    .catch((error: unknown) => explain(error, dataset));
  const forRun = () => ({ kind: 'volume', name, path: placeOf(dataset), volume }) as const;
  const ready = { fingerprint: fingerprintOf(dataset, content), forRun, release: () => undefined };
  return { dataset, sha256: content.sha256, get: async () => ready };
}

/**
 * Makes datasets ready, hands them to `use`, and lets go of them in the end. Throws a {@link PersonError} for one that can't be had: then
 * nothing was built.
 */
export async function withDatasets<T>(
  known: readonly KnownDataset[],
  signal: AbortSignal,
  use: (ready: readonly ReadyDataset[]) => Promise<T>,
): Promise<T> {
  const ready: ReadyDataset[] = [];
  try {
    for (const each of known)
      ready.push(await each.get(signal).catch((error: unknown) => explain(error, each.dataset)));
    return await use(ready);
  } finally {
    for (const { release } of ready) release();
  }
}

function explain(error: unknown, dataset: Dataset): never {
  if (!(error instanceof DatasetUnavailable)) throw error;
  const { title, message } = datasetProblemText(dataset, error.obstacle);
  throw new PersonError(title, message);
}

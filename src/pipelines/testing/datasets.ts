import type { WhatGuards } from '../../domain/configuration/environment-plan.ts';
import {
  type Dataset,
  type DatasetFingerprint,
  fingerprintOf,
  folderSha256,
  placeOf,
} from '../../domain/dataset.ts';
import { PersonError } from '../../domain/person-error.ts';
import type { RepositoryRef } from '../../domain/repository-ref.ts';
import { datasetProblemText } from '../../domain/texts/dataset-problem.ts';
import { DatasetUnavailable, type WebFiles } from '../../ports/datasets.ts';
import type { GitReader } from '../../ports/git.ts';
import type { DatasetForRun } from '../../ports/images.ts';

export interface DataPorts {
  readonly git: GitReader;
  readonly webFiles: WebFiles;
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
  owner: Owner,
  datasets: readonly Dataset[],
): Promise<readonly KnownDataset[]> {
  return Promise.all(datasets.map((dataset) => know(ports, owner, dataset)));
}

async function know(ports: DataPorts, owner: Owner, dataset: Dataset): Promise<KnownDataset> {
  switch (dataset.kind) {
    case 'path':
      return knowPath(ports.git, owner, dataset);
    case 'url':
      return knowUrl(ports.webFiles, owner, dataset);
    case 'volume':
      throw new Error("datasets in volumes can't be read yet");
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
  if (only?.path === path) {
    const content = () => git.blob(repository, only.blob);
    const forRun = () => ({ kind: 'file', name, path, bytes: only.bytes, content }) as const;
    const ready = { fingerprint: fingerprintOf(dataset, only), forRun, release };
    return { dataset, sha256: only.sha256, get: async () => ready };
  }
  const inside = files.map((file) => ({ ...file, path: file.path.slice(path.length + 1) }));
  const sha256 = folderSha256(inside);
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  const tar = () => git.archive(repository, sourceTree, path);
  const forRun = () => ({ kind: 'folder', name, path, tar }) as const;
  const ready = { fingerprint: fingerprintOf(dataset, { sha256, bytes }), forRun, release };
  return { dataset, sha256, get: async () => ready };
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
      const forRun = () => ({ kind: 'file', name, path: placeOf(dataset), bytes, content }) as const;
      return { fingerprint: fingerprintOf(dataset, { sha256, bytes }), forRun, release };
    },
  };
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
    for (const each of known) ready.push(await each.get(signal).catch((error) => explain(error, each)));
    return await use(ready);
  } finally {
    for (const { release } of ready) release();
  }
}

function explain(error: unknown, { dataset }: KnownDataset): never {
  if (!(error instanceof DatasetUnavailable)) throw error;
  const { title, message } = datasetProblemText(dataset, error.obstacle);
  throw new PersonError(title, message);
}

import {
  type Dataset,
  type DatasetFingerprint,
  fingerprintOf,
  folderSha256,
  placeOf,
} from '../../domain/dataset.ts';
import type { RepositoryRef } from '../../domain/repository-ref.ts';
import type { GitReader } from '../../ports/git.ts';
import type { DatasetForRun } from '../../ports/images.ts';

/** A dataset whose content is known, and how a run gets it. */
export interface KnownDataset {
  readonly fingerprint: DatasetFingerprint;
  forRun(): DatasetForRun;
}

/** The tree that paths are of. */
interface Source {
  readonly repository: RepositoryRef;
  readonly sourceTree: string;
}

/** Finds out what datasets hold (SHA-256 over their content), before anything is built. */
export function knowDatasets(
  git: GitReader,
  source: Source,
  datasets: readonly Dataset[],
): Promise<readonly KnownDataset[]> {
  return Promise.all(datasets.map((dataset) => know(git, source, dataset)));
}

function know(git: GitReader, source: Source, dataset: Dataset): Promise<KnownDataset> {
  if (dataset.kind !== 'path') throw new Error(`datasets by ${dataset.kind} can't be read yet`);
  return knowPath(git, source, dataset);
}

async function knowPath(
  git: GitReader,
  { repository, sourceTree }: Source,
  dataset: Dataset & { readonly kind: 'path' },
): Promise<KnownDataset> {
  const files = await git.hashes(repository, sourceTree, dataset.path);
  const { name } = dataset;
  const path = placeOf(dataset);
  const [only] = files;
  if (only?.path === dataset.path) {
    const content = () => git.blob(repository, only.blob);
    const forRun = () => ({ kind: 'file', name, path, bytes: only.bytes, content }) as const;
    return { fingerprint: fingerprintOf(dataset, only), forRun };
  }
  const inside = files.map((file) => ({ ...file, path: file.path.slice(dataset.path.length + 1) }));
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  const tar = () => git.archive(repository, sourceTree, dataset.path);
  return {
    fingerprint: fingerprintOf(dataset, { sha256: folderSha256(inside), bytes }),
    forRun: () => ({ kind: 'folder', name, path, tar }),
  };
}

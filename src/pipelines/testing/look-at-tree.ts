import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { WhatRuns } from '../../domain/configuration/environment-plan.ts';
import type { RepositoryRef } from '../../domain/repository-ref.ts';
import type { DatasetFingerprint } from '../../domain/test-result.ts';
import type { GitReader, TreeFile } from '../../ports/git.ts';

/** What a test needs of a source tree, found before anything is built. */
export interface TreeParts {
  readonly notebook: TreeFile;
  readonly datasets: readonly (DatasetFingerprint & { readonly blob: string })[];
  /** The Dockerfile's path inside the build context. */
  readonly dockerfile: string;
}

export type LookedAtTree =
  | { readonly kind: 'parts'; readonly parts: TreeParts }
  | { readonly kind: 'missing'; readonly missing: readonly MissingFile[] };

/** A file that `.tailrace.yml` names and the tree does not have. */
export interface MissingFile {
  /** The key that names it: `datasets.customers.path`. */
  readonly key: string;
  readonly path: string;
}

/** Finds the Dockerfile, the notebook and the datasets in a tree, and fingerprints the datasets (SHA-256 over their content). */
export async function lookAtTree(
  git: GitReader,
  repository: RepositoryRef,
  tree: string,
  runs: WhatRuns,
): Promise<LookedAtTree> {
  const find = async (path: string) =>
    (await git.files(repository, tree, path)).find((file) => file.path === path);
  const notebook = await find(runs.notebook.path);
  const dockerfile = await find(runs.dockerfile);
  const datasets = await Promise.all(
    runs.datasets.map(async (dataset) => ({ dataset, file: await find(dataset.path) })),
  );
  const missing: MissingFile[] = [
    ...(dockerfile ? [] : [{ key: 'image.dockerfile', path: runs.dockerfile }]),
    ...(notebook ? [] : [{ key: 'notebook.path', path: runs.notebook.path }]),
    ...datasets
      .filter(({ file }) => !file)
      .map(({ dataset }) => ({ key: `datasets.${dataset.name}.path`, path: dataset.path })),
  ];
  if (!notebook || missing.length > 0) return { kind: 'missing', missing };
  const found = datasets.flatMap(({ dataset, file }) => (file ? [{ ...file, name: dataset.name }] : []));
  const fingerprints = await Promise.all(
    found.map(async (file) => ({ ...file, sha256: await fingerprint(git, repository, file.blob) })),
  );
  return {
    kind: 'parts',
    parts: { notebook, datasets: fingerprints, dockerfile: posix.relative(runs.context, runs.dockerfile) },
  };
}

async function fingerprint(git: GitReader, repository: RepositoryRef, blob: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(git.blob(repository, blob), hash);
  return hash.digest('hex');
}

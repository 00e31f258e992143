import { posix } from 'node:path';
import type { WhatRuns } from '../../domain/configuration/environment-plan.ts';
import type { RepositoryRef } from '../../domain/repository-ref.ts';
import type { GitReader, TreeFile } from '../../ports/git.ts';

/** What a test needs of a source tree, found before anything is built. */
export interface TreeParts {
  /** Undefined where a command tests the model. */
  readonly notebook: TreeFile | undefined;
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

/** Finds the Dockerfile, the notebooks and the datasets in a tree. */
export async function lookAtTree(
  git: GitReader,
  repository: RepositoryRef,
  tree: string,
  runs: WhatRuns,
): Promise<LookedAtTree> {
  const below = (path: string) => git.files(repository, tree, path);
  const find = async (path: string) => (await below(path)).find((file) => file.path === path);
  const { program } = runs.notebook;
  const notebook = program.kind === 'notebook' ? await find(program.path) : undefined;
  const training = runs.training && (await find(runs.training.path));
  const dockerfile = await find(runs.dockerfile);
  const read = [...runs.datasets, ...(runs.training?.datasets ?? [])];
  const paths = new Map(read.flatMap((each) => (each.kind === 'path' ? [[each.path, each]] : [])));
  const datasets = [...paths.values()];
  const empty = await Promise.all(datasets.map(async ({ path }) => (await below(path)).length === 0));
  const missing: MissingFile[] = [
    ...(dockerfile ? [] : [{ key: 'image.dockerfile', path: runs.dockerfile }]),
    ...(program.kind === 'command' || notebook ? [] : [{ key: 'notebook.path', path: program.path }]),
    ...(runs.training && !training ? [{ key: 'train.path', path: runs.training.path }] : []),
    ...datasets
      .filter((_, index) => empty[index])
      .map(({ name, path }) => ({ key: `datasets.${name}.path`, path })),
  ];
  if (missing.length > 0) return { kind: 'missing', missing };
  return {
    kind: 'parts',
    parts: { notebook, dockerfile: posix.relative(runs.context, runs.dockerfile) },
  };
}

import type { WhatGuards } from '../configuration/environment-plan.ts';
import {
  formatRepository,
  isSameRepository,
  parseRepository,
  type RepositoryRef,
} from '../repository-ref.ts';
import type { KeptFiles } from './kept-files.ts';

/** Where the evidence of a model goes, that of its releases and that of its pull requests' runs. */
export interface EvidenceHome {
  readonly repository: RepositoryRef;
  /**
   * What the paths there begin with: nothing in the model repository itself; elsewhere `owner/name` of the model, since several may share
   * a repository, which may be a model's own, too.
   */
  readonly folder: string;
}

/** Where the environment's guards send the evidence. */
export function evidenceHome(
  model: RepositoryRef,
  { evidenceRepository }: Pick<WhatGuards, 'evidenceRepository'>,
): EvidenceHome {
  if (evidenceRepository === undefined) return homeIn(model, model);
  const other = parseRepository(evidenceRepository);
  if (!other) throw new Error(`the configuration let ${evidenceRepository} pass as a repository`);
  return homeIn(model, other);
}

/** The home of a model's evidence in this repository. */
export function homeIn(model: RepositoryRef, repository: RepositoryRef): EvidenceHome {
  return isSameRepository(model, repository)
    ? { repository: model, folder: '' }
    : { repository, folder: formatRepository(model) };
}

export function isOwnHome({ folder }: EvidenceHome): boolean {
  return folder === '';
}

/** Where something of the model lies there. */
export function pathIn({ folder }: EvidenceHome, path: string): string {
  return folder === '' ? path : `${folder}/${path}`;
}

/** What a record says of files that were committed there. */
export function keptIn(home: EvidenceHome, { commit, path }: KeptFiles): KeptFiles {
  return { commit, path, ...(isOwnHome(home) ? {} : { repository: home.repository }) };
}

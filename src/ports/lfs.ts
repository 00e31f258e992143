import type { Readable } from 'node:stream';
import type { LfsPointer } from '../domain/lfs-pointer.ts';
import type { RepositoryRef } from '../domain/repository-ref.ts';

/** A file of the repository whose content lies in Git LFS. */
export interface LfsFile extends LfsPointer {
  readonly path: string;
}

/** Contents of Git LFS, kept here. Both throw a `PersonError` where the forge does not give one. */
export interface LfsObjects {
  /** Makes sure that these are here. */
  fetch(repository: RepositoryRef, files: readonly LfsFile[]): Promise<void>;
  open(repository: RepositoryRef, file: LfsFile): Readable;
}

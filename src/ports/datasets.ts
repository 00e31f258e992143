import type { Readable } from 'node:stream';
import type { DatasetObstacle } from '../domain/dataset-problem.ts';
import type { RepositoryRef } from '../domain/repository-ref.ts';

/** A file on the web that a repository names. */
export interface WebFile {
  readonly repository: RepositoryRef;
  /** `https://…`. */
  readonly url: string;
  readonly sha256: string;
  readonly mostBytes: number;
  /** Whether it may come from private, loopback and link-local addresses, or from which hosts there. */
  readonly privateAddresses: boolean | readonly string[];
  readonly signal: AbortSignal;
}

/** A file that stays here until it is released. */
export interface HeldFile {
  readonly bytes: number;
  content(): Readable;
  release(): void;
}

/** Files of the web, kept by what they hold. */
export interface WebFiles {
  /** Makes sure that the file is here, with just this content. Throws {@link DatasetUnavailable}. */
  hold(file: WebFile): Promise<HeldFile>;
}

/** Named volumes of the Engine. */
export interface Volumes {
  /** The SHA-256 over a volume's content, as of a folder. Throws {@link DatasetUnavailable}. */
  fingerprint(
    volume: string,
    run: { readonly id: string; readonly signal: AbortSignal },
  ): Promise<VolumeFingerprint>;
}

export interface VolumeFingerprint {
  readonly sha256: string;
  readonly bytes: number;
}

export class DatasetUnavailable extends Error {
  override readonly name = 'DatasetUnavailable';
  readonly obstacle: DatasetObstacle;

  constructor(obstacle: DatasetObstacle) {
    super(`a dataset can't be had: ${JSON.stringify(obstacle)}`);
    this.obstacle = obstacle;
  }
}

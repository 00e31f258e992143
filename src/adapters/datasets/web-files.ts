import { join } from 'node:path';
import { formatRepository } from '../../domain/repository-ref.ts';
import { DatasetUnavailable, type WebFiles } from '../../ports/datasets.ts';
import { checkedDownload } from './checked-download.ts';
import { mayBePrivate } from './guarded-lookup.ts';
import type { KeptFiles } from './kept-files.ts';

export interface WebFilesOptions {
  /** Certificates that are trusted in place of the system's. */
  readonly ca?: string | undefined;
  readonly retryMs?: number | undefined;
}

/**
 * Files by https, kept by their SHA-256: for each repository on its own, since knowing a hash is no right to what another repository
 * fetched. Nothing is trusted before its hash is checked.
 */
export function webFiles(kept: KeptFiles, options: WebFilesOptions): WebFiles {
  return {
    async hold({ repository, privateAddresses, ...wanted }) {
      const { sha256, mostBytes, signal } = wanted;
      const path = join(formatRepository(repository).toLowerCase(), sha256);
      const source = { ...options, ...wanted, mayBePrivate: mayBePrivate(privateAddresses) };
      const file = await kept.hold(path, signal, (place) => checkedDownload(source, place));
      if (file.bytes <= mostBytes) return file;
      file.release();
      throw new DatasetUnavailable({ kind: 'too-large', mostBytes });
    },
  };
}

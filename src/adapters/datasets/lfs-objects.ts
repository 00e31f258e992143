import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { PersonError } from '../../domain/person-error.ts';
import { formatRepository, type RepositoryRef } from '../../domain/repository-ref.ts';
import { lfsUnavailableText, missingLfsText } from '../../domain/texts/lfs.ts';
import { DatasetUnavailable, type HeldFile } from '../../ports/datasets.ts';
import type { GitRemotes } from '../../ports/forge.ts';
import type { LfsFile, LfsObjects } from '../../ports/lfs.ts';
import { checkedDownload } from './checked-download.ts';
import type { KeptFiles } from './kept-files.ts';
import { askBatch, type LfsDownload } from './lfs-batch.ts';

export interface LfsOptions {
  readonly ca?: string | undefined;
  readonly retryMs?: number | undefined;
}

/** The specification advises servers to take a hundred at once. */
const mostAtOnce = 100;

/** Contents of Git LFS, kept by their hash, for each repository on its own, and fetched anew where they are gone. */
export function lfsObjects(kept: KeptFiles, remotes: GitRemotes, options: LfsOptions): LfsObjects {
  const { retryMs = 1000 } = options;
  const { signal } = new AbortController();

  async function fetch(repository: RepositoryRef, files: readonly LfsFile[]): Promise<void> {
    const wanted = await absent(repository, files);
    for (let at = 0; at < wanted.length; at += mostAtOnce) {
      const part = wanted.slice(at, at + mostAtOnce);
      const { downloads, missing } = await askBatch(remotes, repository, part, retryMs);
      if (missing.length > 0) throw asPersonError(missingLfsText(missing.map(({ path }) => path)));
      for (const each of downloads) (await hold(repository, each)).release();
    }
  }

  /** Those that are not here, each content once. */
  async function absent(repository: RepositoryRef, files: readonly LfsFile[]): Promise<LfsFile[]> {
    const once = [...new Map(files.map((file) => [file.oid, file])).values()];
    const here = await Promise.all(once.map((file) => kept.has(placeOf(repository, file))));
    return once.filter((_, index) => !here[index]);
  }

  function hold(repository: RepositoryRef, download: LfsDownload): Promise<HeldFile> {
    const { file, url, headers: credentials, plainHttp } = download;
    const checks = { sha256: file.oid, mostBytes: file.bytes, mayBePrivate: () => true };
    const source = { ...options, ...checks, url, credentials, plainHttp, signal };
    return kept
      .hold(placeOf(repository, file), signal, (place) => checkedDownload(source, place))
      .catch((error: unknown) => explain(error, file));
  }

  /** What was removed since it was fetched is fetched again. */
  async function holdAgain(repository: RepositoryRef, file: LfsFile): Promise<HeldFile> {
    await fetch(repository, [file]);
    return kept.hold(placeOf(repository, file), signal, async () => {
      throw new Error(`the Git LFS content ${file.oid} was removed while it was opened`);
    });
  }

  return {
    fetch,
    open(repository, file) {
      const output = new PassThrough();
      holdAgain(repository, file).then(
        ({ content, release }) =>
          pipeline(content(), output)
            .catch((error: Error) => output.destroy(error))
            .finally(release),
        (error: Error) => output.destroy(error),
      );
      return output;
    },
  };
}

/** Beside what comes from the web; no owner's name begins with a dot. */
function placeOf(repository: RepositoryRef, { oid }: LfsFile): string {
  return join('.lfs', formatRepository(repository).toLowerCase(), oid);
}

function explain(error: unknown, { path }: LfsFile): never {
  if (!(error instanceof DatasetUnavailable)) throw error;
  throw asPersonError(lfsUnavailableText(path, error.obstacle));
}

function asPersonError({
  title,
  message,
}: {
  readonly title: string;
  readonly message: string;
}): PersonError {
  return new PersonError(title, message);
}

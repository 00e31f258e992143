import { createHash } from 'node:crypto';
import { z } from 'zod';

/** What a notebook reads: a file or folder of the repository, a file on the web that must have this SHA-256, or a named volume. */
export type Dataset =
  | { readonly kind: 'path'; readonly name: string; readonly path: string }
  | { readonly kind: 'url'; readonly name: string; readonly url: string; readonly sha256: string }
  | { readonly kind: 'volume'; readonly name: string; readonly volume: string };

const content = { sha256: z.string(), bytes: z.number() };

/** A dataset as it was used: where it came from, and the SHA-256 over its content in hex (of a folder: {@link folderSha256}). */
export const datasetFingerprintSchema = z.union([
  z.object({ name: z.string(), path: z.string(), ...content }),
  z.object({ name: z.string(), url: z.string(), ...content }),
  z.object({ name: z.string(), volume: z.string(), ...content }),
]);
export type DatasetFingerprint = z.infer<typeof datasetFingerprintSchema>;

export function fingerprintOf(
  dataset: Dataset,
  { sha256, bytes }: { readonly sha256: string; readonly bytes: number },
): DatasetFingerprint {
  const { name } = dataset;
  switch (dataset.kind) {
    case 'path':
      return { name, path: dataset.path, sha256, bytes };
    case 'url':
      return { name, url: withoutQuery(dataset.url), sha256, bytes };
    case 'volume':
      return { name, volume: dataset.volume, sha256, bytes };
  }
}

/** Whether two tests read the same data, wherever it lay. */
export function sameData(one: readonly DatasetFingerprint[], other: readonly DatasetFingerprint[]): boolean {
  const contents = (datasets: readonly DatasetFingerprint[]) =>
    datasets
      .map(({ name, sha256 }) => `${name} ${sha256}`)
      .sort()
      .join('\n');
  return contents(one) === contents(other);
}

/** Where a dataset came from, as people know it: its path, its URL, or `volume <name>`. */
export function originOf(dataset: Dataset | DatasetFingerprint): string {
  if ('path' in dataset) return dataset.path;
  return 'url' in dataset ? withoutQuery(dataset.url) : `volume ${dataset.volume}`;
}

/** A query may hold a key to the file, which is nobody's business in comments, logs and records. */
function withoutQuery(url: string): string {
  return url.replace(/[?#].*$/s, '');
}

/**
 * Where a dataset lies in the container: below WORKDIR where the path is relative. A file from the web keeps the endings of its name
 * (`.csv.gz`), which readers such as pandas' go by.
 */
export function placeOf(dataset: Dataset): string {
  switch (dataset.kind) {
    case 'path':
      return dataset.path;
    case 'url':
      return `/data/${dataset.name}${endingsOf(dataset.url)}`;
    case 'volume':
      return `/data/${dataset.name}`;
  }
}

/** The plain place `/data/<name>`, where the dataset itself lies at one with endings. */
export function plainPlaceOf(dataset: Dataset): string | undefined {
  const plain = `/data/${dataset.name}`;
  return dataset.kind === 'url' && placeOf(dataset) !== plain ? plain : undefined;
}

function endingsOf(url: string): string {
  return /(?:\.[A-Za-z0-9]{1,16}){1,2}$/.exec(URL.parse(url)?.pathname ?? '')?.[0] ?? '';
}

/** A file below a folder, or a symbolic link there, whose content is its target. */
export interface HashedFile {
  readonly path: string;
  readonly sha256: string;
  readonly link: boolean;
}

/**
 * The SHA-256 over a folder: over the line `<SHA-256 of the content>  <path>` of each file, in the order of the paths' bytes, each ended
 * by NUL. Without links, the folder itself gives it by
 * `find . -type f -printf '%P\0' | LC_ALL=C sort -z | xargs -0 sha256sum -z | sha256sum`. A link counts as `<SHA-256 of the target>@ <path>`.
 */
export function folderSha256(files: readonly HashedFile[]): string {
  const lines = files.map(({ path, ...file }) => ({ path: Buffer.from(path), ...file }));
  const hash = createHash('sha256');
  for (const { path, sha256, link } of lines.sort((a, b) => Buffer.compare(a.path, b.path)))
    hash
      .update(`${sha256}${link ? '@' : ' '} `)
      .update(path)
      .update('\0');
  return hash.digest('hex');
}

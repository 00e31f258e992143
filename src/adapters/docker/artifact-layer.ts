import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import type Docker from 'dockerode';
import type { Container } from 'dockerode';
import { extract, type Pack, pack } from 'tar-stream';
import type { Artifact } from '../../domain/artifacts.ts';
import { createSecretWatch } from '../../domain/secrets/secret-watch.ts';
import type { Layered, NotebookRequest } from '../../ports/images.ts';
import {
  type ArtifactsBefore,
  type FoundArtifact,
  findArtifacts,
  foldersAbove,
  type LayerFolder,
} from './artifact-files.ts';
import { buildImage } from './build.ts';
import { buildTag, trainedTag } from './names.ts';
import { removeImage } from './remove-image.ts';

/** All that is not an artifact's path or content is the same each time: the same artifacts give the same layer. */
const fixed = { mtime: new Date(0) };
const ofRoot = { uid: 0, gid: 0, mode: 0o644 };

/** The image of a run with the artifacts that it has written as its last layer; streamed from the container that has ended. */
export async function layerArtifacts(
  docker: Docker,
  container: Container,
  { runId, image: { id, workdir }, secrets, signal }: NotebookRequest,
  before: ArtifactsBefore,
): Promise<Layered> {
  const files = await findArtifacts(container, workdir, before);
  if ('kind' in files) return { kind: 'obstacle', obstacle: files };
  const sorted = files.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const folders = await foldersAbove(docker, { runId, image: id, workdir }, [...before.keys()]);
  if ('kind' in folders) return { kind: 'obstacle', obstacle: folders };
  const artifacts: Artifact[] = [];
  const leaking = new Set<string>();
  const write = async (tar: Pack) => {
    writeFolders(tar, folders);
    for (const file of sorted) {
      const hash = createHash('sha256');
      const holdsSecret = createSecretWatch(Object.values(secrets));
      const look = (piece: Buffer) => {
        hash.update(piece);
        if (holdsSecret(piece)) leaking.add(file.path);
      };
      await copyFile(container, posix.resolve(workdir, file.path), file, { tar, look });
      artifacts.push({ ...file, sha256: hash.digest('hex') });
    }
  };
  const bytes = await archiveBytes(folders, sorted, workdir);
  const image = await buildImage(docker, {
    tag: trainedTag(runId),
    context: () => contextOf(`FROM ${buildTag(runId)}\nADD artifacts.tar /\n`, bytes, write),
    dockerfile: 'Dockerfile',
    labels: {},
    cacheNamespace: trainedTag(runId),
    signal,
    onLine: () => undefined,
  });
  const [path] = leaking;
  if (path === undefined) return { kind: 'image', image, artifacts };
  await removeImage(docker, trainedTag(runId));
  return { kind: 'obstacle', obstacle: { kind: 'holds-secret', path } };
}

function writeFolders(tar: Pack, folders: readonly LayerFolder[]): void {
  for (const { name, ...rest } of folders)
    tar.entry({ name: relative(name), type: 'directory', ...rest, ...fixed });
}

/** Copies a file from the container to the archive, piece by piece past `look`. */
async function copyFile(
  container: Container,
  path: string,
  { bytes }: FoundArtifact,
  { tar, look }: { readonly tar: Pack; readonly look: (piece: Buffer) => void },
): Promise<void> {
  const archive = await container.getArchive({ path });
  const entries = extract();
  archive.on('error', (error) => entries.destroy(error));
  archive.pipe(entries);
  const looking = new Transform({
    transform(piece, _, done) {
      look(piece);
      done(null, piece);
    },
  });
  for await (const entry of entries) {
    if (entry.header.type !== 'file' || entry.header.size !== bytes)
      throw new Error(`${path} is not the file any more that it was`);
    await pipeline(entry, looking, tar.entry({ name: relative(path), size: bytes, ...ofRoot, ...fixed }));
  }
}

/** An archive inside the build's context needs its size first: headers are as long for empty files, contents fill blocks of 512 bytes. */
async function archiveBytes(
  folders: readonly LayerFolder[],
  files: readonly FoundArtifact[],
  workdir: string,
): Promise<number> {
  const tar = pack();
  writeFolders(tar, folders);
  for (const { path } of files)
    tar.entry({ name: relative(posix.resolve(workdir, path)), ...ofRoot, ...fixed }, '');
  tar.finalize();
  const headers = (await buffer(Readable.from(tar))).length;
  return files.reduce((sum, { bytes }) => sum + Math.ceil(bytes / 512) * 512, headers);
}

/** The builder unpacks an archive with the times and owners that stand in it. */
function contextOf(dockerfile: string, bytes: number, write: (tar: Pack) => Promise<void>): Readable {
  const outer = pack();
  const inner = pack();
  outer.entry({ name: 'Dockerfile', ...fixed }, dockerfile);
  const entry = outer.entry({ name: 'artifacts.tar', size: bytes, ...fixed });
  const written = write(inner).then(() => inner.finalize());
  Promise.all([written, pipeline(Readable.from(inner), entry)]).then(
    () => outer.finalize(),
    (error: unknown) => outer.destroy(error instanceof Error ? error : new Error(String(error))),
  );
  return Readable.from(outer);
}

function relative(path: string): string {
  return path.replace(/^\/+/, '');
}

import { posix } from 'node:path';
import type Docker from 'dockerode';
import type { Container } from 'dockerode';
import { extract, type Header } from 'tar-stream';
import { type ArtifactObstacle, mostArtifactBytes } from '../../domain/artifacts.ts';
import { type FileState, fileState } from './archive-out.ts';
import { unlessMissing } from './engine-error.ts';
import { withContainer } from './with-container.ts';

/** The state of declared artifacts before a run, by path: what an image brings is no artifact. */
export type ArtifactsBefore = ReadonlyMap<string, FileState | undefined>;

export async function artifactsBefore(
  container: Container,
  workdir: string,
  paths: readonly string[],
): Promise<ArtifactsBefore> {
  const states = new Map<string, FileState | undefined>();
  for (const path of paths) states.set(path, await fileState(container, posix.resolve(workdir, path)));
  return states;
}

/** A file that the run has written, and its size. */
export interface FoundArtifact {
  readonly path: string;
  readonly bytes: number;
}

/** The artifacts that a run has written, or the first thing that is wrong with them. A link is not followed. */
export async function findArtifacts(
  container: Container,
  workdir: string,
  before: ArtifactsBefore,
): Promise<readonly FoundArtifact[] | ArtifactObstacle> {
  const found: FoundArtifact[] = [];
  let left = mostArtifactBytes;
  for (const [path, earlier] of before) {
    const now = await fileState(container, posix.resolve(workdir, path));
    if (!now || now.version === earlier?.version) return { kind: 'not-written', path };
    if (!now.regular) return { kind: 'no-file', path };
    left -= now.bytes;
    if (left < 0) return { kind: 'too-big', path };
    found.push({ path, bytes: now.bytes });
  }
  return found;
}

/** A folder of the image as the layer has it again: its owner and mode stay, so that only the files in it are new. */
export type LayerFolder = Required<Pick<Header, 'name' | 'uid' | 'gid' | 'mode'>>;

/** Without the kind of file, which the Engine puts into the mode too. */
const permissions = 0o7777;
const madeByUs = { uid: 0, gid: 0, mode: 0o755 };

/** The folders above these files, by the image alone: what a run did to them does not count. */
export function foldersAbove(
  docker: Docker,
  { runId, image, workdir }: { readonly runId: string; readonly image: string; readonly workdir: string },
  paths: readonly string[],
): Promise<readonly LayerFolder[] | ArtifactObstacle> {
  const limits = { cpus: 1, memoryBytes: 64 * 1024 ** 2, network: false, environment: new Map() };
  const never = { command: ['/never-started'], workdir: '/', user: '' };
  return withContainer(docker, { runId, image, ...limits, ...never }, async (container) => {
    const folders = new Map<string, LayerFolder>();
    for (const path of paths)
      for (const name of ancestors(posix.resolve(workdir, path))) {
        if (folders.has(name)) continue;
        const header = await unlessMissing(firstHeader(container, name));
        if (header && header.type !== 'directory') return { kind: 'below-link' as const, path };
        const { uid, gid, mode } = { ...madeByUs, ...header };
        folders.set(name, { name, uid, gid, mode: mode & permissions });
      }
    return [...folders.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  });
}

/** `/app/model/a.pkl` → `/app`, `/app/model`. */
function ancestors(path: string): string[] {
  const steps = path.split('/').slice(1, -1);
  return steps.map((_, index) => `/${steps.slice(0, index + 1).join('/')}`);
}

/** What an archive of a path begins with; the rest, which may be a large folder, is not read. */
async function firstHeader(container: Container, path: string): Promise<Header | undefined> {
  const archive = await container.getArchive({ path });
  const entries = extract();
  archive.on('error', (error) => entries.destroy(error));
  archive.pipe(entries);
  try {
    for await (const { header } of entries) return header;
    return undefined;
  } finally {
    if ('destroy' in archive && typeof archive.destroy === 'function') archive.destroy();
  }
}

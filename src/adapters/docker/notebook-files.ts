import { posix } from 'node:path';
import { Readable } from 'node:stream';
import type { Container } from 'dockerode';
import { maskPieces } from '../../domain/secrets/mask.ts';
import { plainJson } from '../../domain/secrets/plain-json.ts';
import type { NotebookRequest } from '../../ports/images.ts';
import type { FileIn, FolderIn } from './archive-in.ts';
import {
  type FileOut,
  type FileState,
  fileState,
  type NoFile,
  readWritten,
  withWritten,
} from './archive-out.ts';
import { startupScript } from './failed-commands.ts';
import { type ReadOut, readNotebook } from './read-notebook.ts';

/** Our folder in the container; fixed, since papermill formats `{}` in paths. */
export const notebookFolder = '/tailrace';
export const inputPath = `${notebookFolder}/in.ipynb`;
export const outputPath = `${notebookFolder}/out.ipynb`;
export const parametersPath = `${notebookFolder}/parameters.json`;
/** What the image's Python tells of it. */
export const foundPath = `${notebookFolder}/found.json`;
/** IPython's folder, for images that have none. */
export const ipythonFolder = `${notebookFolder}/ipython`;
const profileFolder = `${ipythonFolder}/profile_default`;
const startupFolder = `${profileFolder}/startup`;

/** Folders that the notebook's user writes to: papermill, and IPython in its own. */
export const writableFolders = [notebookFolder, ipythonFolder, profileFolder, startupFolder];

const mostNotebookBytes = 50 * 1024 ** 2;
const mostMetricsBytes = 1024 ** 2;

/** The absolute path of a dataset in the container. */
export function datasetPath(workdir: string, path: string): string {
  return posix.resolve(workdir, path);
}

export function filesIn(request: NotebookRequest): FileIn[] {
  const { program, parameters, datasets, image } = request;
  const startup = fileOf(`${startupFolder}/00-tailrace.py`, Buffer.from(startupScript));
  const own = [
    ...(program.kind === 'notebook' ? [fileOf(inputPath, program.content), startup] : []),
    fileOf(parametersPath, Buffer.from(parameters)),
  ];
  const data = datasets.flatMap((dataset) =>
    dataset.kind === 'file' ? [{ ...dataset, path: datasetPath(image.workdir, dataset.path) }] : [],
  );
  return [...own, ...data];
}

export function foldersIn({ datasets, image }: NotebookRequest): FolderIn[] {
  return datasets.flatMap((dataset) =>
    dataset.kind === 'folder' ? [{ ...dataset, path: datasetPath(image.workdir, dataset.path) }] : [],
  );
}

export function volumesIn({ datasets }: NotebookRequest): { volume: string; path: string }[] {
  return datasets.flatMap((dataset) => (dataset.kind === 'volume' ? [dataset] : []));
}

function fileOf(path: string, content: Buffer): FileIn {
  return { path, bytes: content.length, content: () => Readable.from([content]) };
}

/** The state of the files that a notebook writes, before it starts: an image may bring files of these names. */
export interface StateBefore {
  readonly notebook: FileState | undefined;
  readonly metrics: FileState | undefined;
}

export async function stateBefore(container: Container, workdir: string): Promise<StateBefore> {
  const notebook = await fileState(container, outputPath);
  return { notebook, metrics: await fileState(container, metricsPath(workdir)) };
}

export interface FilesOut {
  readonly notebook: ReadOut['notebook'];
  readonly left: ReadOut['left'] | undefined;
  readonly metrics: string | undefined;
  /** Files that are there but were not read: too big, for their size or for what they come to, or no regular files. */
  readonly unfit: readonly string[];
}

/** Reads what the run wrote; what the image had and the run did not touch is not the run's. */
export async function filesOut(
  container: Container,
  { image, secrets }: Pick<NotebookRequest, 'image' | 'secrets'>,
  before: StateBefore,
): Promise<FilesOut> {
  // Masked before it is read: what is cut there could end within a secret.
  const read = (file: AsyncIterable<Uint8Array>, bytes: number) =>
    readNotebook(masked(file, Object.values(secrets)), bytes).then((out) => out ?? unfitFile);
  const notebook = await withWritten(container, outputPath, before.notebook, mostNotebookBytes, read);
  const metrics = await readWritten(container, metricsPath(image.workdir), before.metrics, mostMetricsBytes);
  const out = 'left' in notebook ? notebook : undefined;
  const isUnfit = out ? out.notebook === undefined : 'kind' in notebook && notebook.kind === 'unfit';
  const unfit = [...(isUnfit ? ['out.ipynb'] : []), ...(metrics.kind === 'unfit' ? ['metrics.json'] : [])];
  return { notebook: out?.notebook, left: out?.left, metrics: textOf(metrics), unfit };
}

function masked(file: AsyncIterable<Uint8Array>, secrets: readonly string[]): AsyncIterable<Uint8Array> {
  return secrets.length > 0 ? maskPieces(secrets, plainJson(file)) : file;
}

const unfitFile: NoFile = { kind: 'unfit' };

function textOf(file: FileOut): string | undefined {
  return file.kind === 'text' ? file.text : undefined;
}

function metricsPath(workdir: string): string {
  return posix.join(workdir, 'metrics.json');
}

import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const example = fileURLToPath(new URL('../examples/churn', import.meta.url));
const leftByWork = new Set([
  '__pycache__',
  '.ipynb_checkpoints',
  '.venv',
  'model',
  'metrics.json',
  'model.json',
]);

export type Files = Record<string, string>;

/** Where the demo's copy of the example differs from it. */
export interface Differences {
  readonly baseImage: string;
  readonly imageRepository: string;
}

/** The files of examples/churn by path, with an image to build on and an image to push to that this computer has. */
export async function churnFiles({ baseImage, imageRepository }: Differences): Promise<Files> {
  const entries = await readdir(example, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(example, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .filter((path) => !path.split('/').some((part) => leftByWork.has(part)));
  const read = async (path: string) => [path, await readFile(join(example, path), 'utf8')] as const;
  const files = Object.fromEntries(await Promise.all(paths.toSorted().map(read)));
  return {
    ...files,
    ...changed(files, 'Dockerfile', 'PYTHON_IMAGE=python:3.11-slim', `PYTHON_IMAGE=${baseImage}`),
    ...changed(files, '.tailrace.yml', 'registry.example.com/acme/churn', imageRepository),
  };
}

/** The one file with one text replaced. Throws where the text is not there: the example has changed, and the demo has to follow. */
function changed(files: Files, path: string, from: string, to: string): Files {
  return { [path]: replaced(files[path] ?? '', from, to, path) };
}

const notebookSchema = z.looseObject({
  cells: z.array(
    z.looseObject({
      source: z.union([z.string(), z.array(z.string()).transform((lines) => lines.join(''))]),
    }),
  ),
});

/** A notebook of the repository with texts of its cells replaced, as a data scientist would edit it. */
export function editedNotebook(files: Files, path: string, edits: Readonly<Record<string, string>>): Files {
  const notebook = notebookSchema.parse(JSON.parse(files[path] ?? '{}'));
  for (const [from, to] of Object.entries(edits)) {
    const cell = notebook.cells.find(({ source }) => source.includes(from));
    if (!cell) throw new Error(`${path} of the example has no cell with "${from}": adapt the demo to it.`);
    cell.source = cell.source.replace(from, () => to);
  }
  return { [path]: `${JSON.stringify(notebook, null, 1)}\n` };
}

function replaced(text: string, from: string, to: string, path: string): string {
  if (!text.includes(from)) throw new Error(`${path} of the example has no "${from}": adapt the demo to it.`);
  return text.replace(from, () => to);
}

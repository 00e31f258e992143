import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { z } from 'zod';
import { inspectImage, localImage } from '../../../src/adapters/docker/local-image.ts';
import { createNotebookRunner } from '../../../src/adapters/docker/papermill.ts';
import type {
  DatasetForRun,
  LocalImage,
  NotebookOutcome,
  NotebookRequest,
} from '../../../src/ports/images.ts';
import { baseImage, build, docker, removeTags } from './test-engine.ts';

/** A cell's source, or a cell with tags. */
export type Cell = string | { readonly source: string; readonly tags: readonly string[] };

export function notebookOf(...cells: readonly Cell[]): Buffer {
  const kernelspec = { name: 'python3', display_name: 'Python 3', language: 'python' };
  const body = cells.map((cell, index) => ({
    cell_type: 'code',
    id: `cell-${index}`,
    source: typeof cell === 'string' ? cell : cell.source,
    metadata: { tags: typeof cell === 'string' ? [] : cell.tags },
    outputs: [],
    execution_count: null,
  }));
  return Buffer.from(
    JSON.stringify({ cells: body, metadata: { kernelspec }, nbformat: 4, nbformat_minor: 5 }),
  );
}

/** The image that the papermill tests share: built once, then found by its tag. */
export async function papermillImage(): Promise<LocalImage> {
  const tag = { repo: 'tailrace-test/papermill', tag: '2.7.0-1' };
  const name = `${tag.repo}:${tag.tag}`;
  const there = await inspectImage(docker, name).catch(() => undefined);
  if (there) return localImage(there);
  const mount = '--mount=type=cache,target=/root/.cache/pip';
  const install = `RUN ${mount} python -m pip install papermill==2.7.0 ipykernel==7.4.0`;
  const runId = `fixture-${randomUUID()}`;
  const image = await build(runId, `FROM ${baseImage}\n${install}\nWORKDIR /model\n`);
  await docker.getImage(image.id).tag(tag);
  await removeTags(`tailrace/build:${runId}`);
  return image;
}

/** One runner for a test file, so that images are looked into once. */
export const runner = createNotebookRunner(docker);

export function requestOf(
  image: LocalImage,
  notebook: Buffer,
  changes: Partial<NotebookRequest> = {},
): NotebookRequest {
  return {
    runId: randomUUID(),
    image,
    program: { kind: 'notebook', content: notebook },
    parameters: '{}',
    datasets: [],
    timeoutSeconds: 120,
    cpus: 1,
    memoryBytes: 512 * 1024 ** 2,
    network: false,
    secrets: {},
    signal: new AbortController().signal,
    onProgress: () => undefined,
    ...changes,
  };
}

export function datasetOf(name: string, path: string, text: string): DatasetForRun {
  const content = Buffer.from(text);
  return { kind: 'file', name, path, bytes: content.length, content: () => Readable.from([content]) };
}

const notebookSchema = z.object({
  metadata: z.object({ papermill: z.object({ exception: z.boolean().nullish() }) }),
  cells: z.array(
    z.object({
      source: z.union([z.string(), z.array(z.string()).transform((lines) => lines.join(''))]),
      metadata: z.object({
        tags: z.array(z.string()).default([]),
        papermill: z.object({ status: z.string() }).optional(),
      }),
      execution_count: z.number().nullish(),
      outputs: z
        .array(
          z.looseObject({
            output_type: z.string(),
            ename: z.string().optional(),
            text: z.unknown().optional(),
          }),
        )
        .default([]),
    }),
  ),
});

/** What the executed notebook says, without papermill's banner cells. */
export function executed({ notebook, log }: NotebookOutcome) {
  if (notebook === undefined) throw new Error(`no notebook came out:\n${log}`);
  const { metadata, cells } = notebookSchema.parse(JSON.parse(notebook));
  const banner = (cell: (typeof cells)[number]) => cell.metadata.tags.includes('papermill-error-cell-tag');
  const own = cells.filter((cell) => !banner(cell));
  return {
    exception: metadata.papermill.exception ?? null,
    banners: cells.filter(banner).length,
    statuses: own.map((cell) => cell.metadata.papermill?.status),
    counted: own.map((cell) => cell.execution_count != null),
    errors: own.flatMap((cell) => cell.outputs.flatMap(({ ename }) => (ename === undefined ? [] : [ename]))),
    printed: own.flatMap((cell) => cell.outputs.map(({ text }) => [text].flat().join(''))).join(''),
  };
}

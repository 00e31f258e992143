import { z } from 'zod';
import { parsePythonsJson } from '../pythons-json.ts';

/** Why a notebook of a repository can't be run, whatever the image. */
export type NotebookObstacle =
  | { readonly kind: 'conflict-markers' }
  | { readonly kind: 'no-json'; readonly why: string }
  | { readonly kind: 'no-notebook' }
  | { readonly kind: 'other-format'; readonly format: number }
  | { readonly kind: 'no-kernel-name' }
  | { readonly kind: 'no-code' };

const cell = z.object({
  cell_type: z.string(),
  source: z.union([z.string(), z.array(z.string())]).default(''),
});
const notebook = z.object({
  nbformat: z.number(),
  cells: z.array(cell).default([]),
  metadata: z.object({ kernelspec: z.object({ name: z.string().min(1) }).optional() }).default({}),
});

/**
 * What is in the way of running a notebook as it lies in the repository. papermill 2.7.0 was asked: it reads nbformat 4 alone (of older ones
 * it says that they name no kernel, or fails on their cells), and needs the kernel's name.
 */
export function notebookObstacle(text: string): NotebookObstacle | undefined {
  const json = parsePythonsJson(text);
  if (json.kind === 'unreadable')
    return /^<{7} /m.test(text) ? { kind: 'conflict-markers' } : { kind: 'no-json', why: json.why };
  const read = notebook.safeParse(json.value);
  if (!read.success) return { kind: 'no-notebook' };
  const { nbformat, cells, metadata } = read.data;
  if (nbformat !== 4) return { kind: 'other-format', format: nbformat };
  if (!cells.some(isCode)) return { kind: 'no-code' };
  return metadata.kernelspec ? undefined : { kind: 'no-kernel-name' };
}

function isCode({ cell_type, source }: z.infer<typeof cell>): boolean {
  return cell_type === 'code' && [source].flat().join('').trim() !== '';
}

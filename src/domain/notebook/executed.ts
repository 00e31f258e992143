import { z } from 'zod';
import { parsePythonsJson } from '../pythons-json.ts';
import type { Picture } from './picture.ts';

/** Text of nbformat 4: one string, or a list of lines. */
const text = z
  .union([z.string(), z.array(z.string())])
  .transform((value) => (Array.isArray(value) ? value.join('') : value));

export const outputSchema = z.object({
  output_type: z.string(),
  /** Of a stream: `stdout` or `stderr`. */
  name: z.string().optional().catch(undefined),
  text: text.optional().catch(undefined),
  ename: z.string().optional(),
  evalue: z.string().optional(),
  traceback: z.array(z.string()).optional(),
  data: z.record(z.string(), z.unknown()).optional(),
  metadata: z.record(z.string(), z.unknown()).optional().catch(undefined),
});

/** An output as it is read: whole, or bounded. */
export interface Output extends z.infer<typeof outputSchema> {
  /** Of a bounded one: how many lines end in the middle of its text, which was left out. */
  readonly linesLeftOut?: number | undefined;
  /** Of a bounded one: its picture, which is not among its data then. */
  readonly picture?: Picture | undefined;
}

const cellSchema = <O extends z.ZodType<Output>>(output: O) =>
  z.object({
    /** Since nbformat 4.5. */
    id: z.string().optional().catch(undefined),
    cell_type: z.string(),
    source: text.default(''),
    execution_count: z.number().nullish(),
    outputs: z.array(output).default([]),
    metadata: z
      .object({
        tags: z.array(z.string()).optional(),
        papermill: z
          .object({
            status: z.string().nullish(),
            exception: z.boolean().nullish(),
            start_time: z.string().nullish(),
            /** In seconds. */
            duration: z.number().nullish().catch(undefined),
          })
          .nullish(),
      })
      .default({}),
  });

/** A notebook of nbformat 4 whose outputs are read by `output`. */
export const notebookSchema = <O extends z.ZodType<Output>>(output: O) =>
  z.object({
    nbformat: z.literal(4),
    cells: z.array(cellSchema(output)).default([]),
    metadata: z
      .object({
        kernelspec: z.object({ name: z.string().optional() }).nullish(),
        language_info: z.object({ version: z.string().optional() }).nullish(),
        papermill: z.object({ exception: z.boolean().nullish(), version: z.string().nullish() }).nullish(),
      })
      .default({}),
  });

type NotebookSchema = ReturnType<typeof notebookSchema<z.ZodType<Output>>>;
export type ExecutedNotebook = z.infer<NotebookSchema>;
type Cell = ExecutedNotebook['cells'][number];

/** Tags of cells that papermill puts in by itself: banners of a failure, and the parameters. */
const papermillsOwn = ['papermill-error-cell-tag', 'injected-parameters'];

/**
 * Reads a notebook that papermill wrote (nbformat 4), without the cells that papermill put in, so that cells count as their author
 * counts them. Undefined where the text is no such notebook.
 */
export function readExecutedNotebook(source: string): ExecutedNotebook | undefined {
  return parseNotebook(source, wholeSchema);
}

const wholeSchema = notebookSchema(outputSchema);

/** The same of any JSON and schema. */
export function parseNotebook(source: string, schema: NotebookSchema): ExecutedNotebook | undefined {
  const json = parsePythonsJson(source);
  const read = schema.safeParse(json.kind === 'value' ? json.value : undefined);
  if (!read.success) return undefined;
  const cells = read.data.cells.filter(
    ({ metadata }) => !metadata.tags?.some((tag) => papermillsOwn.includes(tag)),
  );
  return { ...read.data, cells };
}

export interface NumberedCell {
  /** From 1, among all cells of the notebook. */
  readonly number: number;
  readonly cell: Cell;
}

/** The code cells that papermill has to run: empty ones and those tagged `skip-execution` are left out. */
export function cellsToRun(notebook: ExecutedNotebook): readonly NumberedCell[] {
  return notebook.cells
    .map((cell, index) => ({ number: index + 1, cell }))
    .filter(
      ({ cell }) =>
        cell.cell_type === 'code' &&
        cell.source.trim() !== '' &&
        !cell.metadata.tags?.includes('skip-execution'),
    );
}

import { z } from 'zod';
import { readingSchema } from '../notebook/reading.ts';
import { cutSchema } from './cut-outputs.ts';

/** What was read of the notebook that a run left. */
export const leftNotebookSchema = z.object({
  /** Undefined where it is no notebook. */
  reading: readingSchema.optional(),
  plots: z.array(z.object({ name: z.string(), base64: z.string() })),
  /** What its file lacks, so that it is not larger than what is kept of a run. */
  cut: cutSchema,
});
export type LeftNotebook = z.infer<typeof leftNotebookSchema>;

/** The plots of a run as files of their names. */
export function picturesOf(
  left: LeftNotebook | undefined,
): { readonly name: string; readonly picture: Buffer }[] {
  return left?.plots.map(({ name, base64 }) => ({ name, picture: Buffer.from(base64, 'base64') })) ?? [];
}

import { z } from 'zod';
import type { CommandSpec } from '../spec.ts';

/** Run the test of a pull request's head again. */
export const retrySchema = z.object({
  name: z.literal('retry'),
  /** Without it, what failed. */
  what: z.enum(['build', 'notebook']).optional(),
});
export type RetryCommand = z.infer<typeof retrySchema>;

export const retry: CommandSpec<RetryCommand> = {
  usage: 'retry [build|notebook]',
  does: 'runs what failed of the test of this pull request again on the same commit; `build` builds its image without the build cache, `notebook` runs the notebook again in the image that is there',
  examples: ['retry', 'retry build'],
  read: ([written, ...more]) => {
    const read = retrySchema.safeParse({ name: 'retry', what: written?.toLowerCase() });
    return read.success && more.length === 0 ? read.data : undefined;
  },
  need: () => ({ kind: 'role', role: 'write' }),
};

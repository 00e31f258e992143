import { z } from 'zod';

/** How a file of one tree differs from another's. */
export const fileChangeSchema = z.object({
  path: z.string(),
  change: z.enum(['added', 'changed', 'removed']),
});
export type FileChange = z.infer<typeof fileChangeSchema>;

import { z } from 'zod';

/** Where a comment stands. */
export const placeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(['pull-request', 'issue']), number: z.number() }),
  z.object({ kind: z.literal('commit'), commit: z.string() }),
]);
export type Place = z.infer<typeof placeSchema>;

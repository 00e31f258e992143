import { z } from 'zod';

/** That a release was taken out of an environment: it does not come there again by itself. */
export const withdrawalSchema = z.object({
  environment: z.string(),
  release: z.string(),
  by: z.string(),
  /** ISO 8601, UTC. */
  at: z.string(),
  because: z.string().optional(),
  /** The address of the comment that asked for it. */
  asked: z.string().optional(),
});
export type Withdrawal = z.infer<typeof withdrawalSchema>;

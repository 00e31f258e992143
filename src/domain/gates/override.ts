import { z } from 'zod';

/** That somebody who may let one head pass one gate of one environment, and why. A new head needs a new one. */
export const overrideSchema = z.object({
  /** Names the command, so that it is carried out once. */
  id: z.string(),
  environment: z.string(),
  /** The pull request's head, all 40 digits. */
  head: z.string(),
  /** The gate's metric, or the name of a data check. */
  gate: z.string(),
  by: z.string(),
  /** ISO 8601, UTC. */
  at: z.string(),
  /** In the person's own words. */
  why: z.string(),
  /** The comment's address. */
  comment: z.string(),
});
export type Override = z.infer<typeof overrideSchema>;

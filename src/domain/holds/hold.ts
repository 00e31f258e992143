import { z } from 'zod';

/** A person's freeze of an environment: until it ends, nothing is deployed there. Times are ISO 8601, UTC. */
export const holdSchema = z.object({
  /** Names the command that placed it. */
  id: z.string(),
  environment: z.string(),
  by: z.string(),
  at: z.string(),
  because: z.string().optional(),
  until: z.string().optional(),
  /** The address of the comment that asked for it. */
  asked: z.string().optional(),
  /** The release that a rollback took away, where that placed it. */
  wentBack: z.string().optional(),
});
export type Hold = z.infer<typeof holdSchema>;

/** A time at which nothing is deployed, again and again, as the configuration has it. */
export const freezeSchema = z.object({
  /** When it begins: five fields, in the configuration's timezone. */
  cron: z.string(),
  seconds: z.number(),
  because: z.string(),
});
export type Freeze = z.infer<typeof freezeSchema>;

/** What holds an environment now, as people are told of it. */
export const heldSchema = z.discriminatedUnion('kind', [
  holdSchema.omit({ id: true, environment: true }).extend({ kind: z.literal('hold'), timezone: z.string() }),
  z.object({ kind: z.literal('freeze'), because: z.string(), until: z.string(), timezone: z.string() }),
]);
export type Held = z.infer<typeof heldSchema>;

import { z } from 'zod';
import { placeSchema } from './commands/place.ts';
import { askedSchema } from './commands/read-comment.ts';

/** What became of a command. */
export const outcomes = ['done', 'refused', 'not-allowed', 'not-known', 'mistake', 'failed'] as const;

/** One command, allowed or not: who asked for what, where, and what came of it. Never changed, never removed. */
export const auditEntrySchema = z.object({
  /** Names the command. */
  id: z.string(),
  delivery: z.string(),
  place: placeSchema,
  comment: z.number(),
  by: z.string(),
  asked: askedSchema,
  environment: z.string().optional(),
  /** What lets them do it, or the role that does not; absent where nobody looked. */
  permission: z.string().optional(),
  /**
   * `refused`: allowed, but not possible. `not-known`: the forge could not tell who they are. `mistake`: no command. `failed`: an internal
   * error.
   */
  outcome: z.enum(outcomes),
  /** ISO 8601, UTC. */
  at: z.string(),
});
export type AuditEntry = z.infer<typeof auditEntrySchema>;
export type AuditOutcome = AuditEntry['outcome'];

import { z } from 'zod';
import { verdictSchema } from './verdict.ts';

/** What is remembered of the newest deployment's way into its cluster, for each environment. */
export const rolloutSchema = z.object({
  environment: z.string(),
  /** Which deployment: the branch's head that brought it, and the run, as its record has them. */
  head: z.string(),
  run: z.string().optional(),
  /** The model's name, for people. */
  name: z.string(),
  release: z.string(),
  digest: z.string(),
  target: z.object({ cluster: z.string(), namespace: z.string(), deployment: z.string() }),
  pullRequest: z.number().optional(),
  /** Where people reach it. */
  url: z.string().optional(),
  /** Whether nothing comes after this environment. */
  production: z.boolean(),
  /** When its manifests were written; ISO 8601, UTC. */
  since: z.string(),
  /** What was seen and told last. */
  verdict: verdictSchema.optional(),
  /** open: it is looked at after every change in the cluster, and by the reconciler. */
  state: z.enum(['open', 'closed']),
});

export type Rollout = z.infer<typeof rolloutSchema>;

/** Longer than that, nobody waits for a rollout. */
const longestSeconds = 3600;

/** What is to be remembered after a look: whether it is over, since it is done or has taken too long. */
export function afterLook(
  rollout: Rollout,
  verdict: NonNullable<Rollout['verdict']>,
  seconds: number,
): Rollout {
  const isOver = verdict.kind === 'done' || seconds >= longestSeconds;
  return { ...rollout, verdict, state: isOver ? 'closed' : 'open' };
}

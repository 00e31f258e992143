import { z } from 'zod';

/**
 * image: can't be pulled. container: can't be made, for example of a Secret that is not there. crash: ends again and again. memory: ends
 * since it needs more than its limit. probe: runs, and its health probe fails. quota: pods are refused by a quota. refused: by something
 * else. unschedulable: no node takes them. deadline: nothing of all that, and it takes too long.
 */
const failures = [
  'image',
  'container',
  'crash',
  'memory',
  'probe',
  'quota',
  'refused',
  'unschedulable',
  'deadline',
] as const;
export type RolloutFailure = (typeof failures)[number];

/** Pods of this release. */
const counts = { ready: z.number(), wanted: z.number() };
/** Events, conditions or log lines that say why, the oldest first. */
const lines = z.array(z.string()).readonly();

/** How far a release is in its cluster. */
export const verdictSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('done'), ...counts }),
  z.object({ kind: z.literal('waiting'), ...counts, lines }),
  z.object({
    kind: z.literal('not-applied'),
    /** The release that runs there instead; none where the Deployment is missing or tells none. */
    runs: z.string().optional(),
    /** It takes longer than an applier should. */
    late: z.boolean(),
  }),
  z.object({ kind: z.literal('unreachable'), lines }),
  z.object({
    kind: z.literal('failed'),
    why: z.enum(failures),
    ...counts,
    /** The pod that shows it, where it is one pod's trouble. */
    pod: z.string().optional(),
    lines,
  }),
]);

export type RolloutVerdict = z.infer<typeof verdictSchema>;

import { createHash } from 'node:crypto';
import { z } from 'zod';
import { hotfixSchema } from './hotfix.ts';

/** Where the back-port of a change stands: its way to the first environment. */
export const backPortSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('pull-request'),
    number: z.number(),
    state: z.enum(['open', 'merged', 'closed']),
  }),
  /** It can't be brought there without a person. */
  z.object({ kind: z.literal('conflict'), files: z.array(z.string()) }),
  /** The first environment has it. */
  z.object({ kind: z.literal('there') }),
  /** The first environment's branch is not there, or its configuration can't be read. */
  z.object({ kind: z.literal('unreadable') }),
]);
export type BackPort = z.infer<typeof backPortSchema>;

/** The environment that a change goes back to. */
export const firstEnvironmentSchema = z.object({ environment: z.string(), branch: z.string() });
export type FirstEnvironment = z.infer<typeof firstEnvironmentSchema>;

const hotfixObstacleSchema = z.object({
  kind: z.literal('hotfix'),
  /** The environment before, whose release lacks it. */
  from: z.string(),
  first: firstEnvironmentSchema,
  hotfix: hotfixSchema,
  backPort: backPortSchema,
});
export type HotfixObstacle = z.infer<typeof hotfixObstacleSchema>;

/** What keeps a promotion from being merged, beside its test. */
export const obstacleSchema = z.discriminatedUnion('kind', [hotfixObstacleSchema]);
export type Obstacle = z.infer<typeof obstacleSchema>;

/** Stands for obstacles: whether what was shown is still what is known. */
export function fingerprint(obstacles: readonly Obstacle[] = []): string {
  return createHash('sha256').update(JSON.stringify(obstacles)).digest('hex');
}

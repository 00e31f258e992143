import { createHash } from 'node:crypto';
import { z } from 'zod';
import { heldSchema } from '../holds/hold.ts';
import { withdrawalSchema } from '../holds/withdrawal.ts';
import { fileChangeSchema } from './file-change.ts';
import { hotfixCommitSchema, hotfixSchema } from './hotfix.ts';

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

/** Who allowed a promotion to go over something. */
export const allowanceSchema = z.object({
  by: z.string(),
  /** ISO 8601, UTC. */
  at: z.string(),
  /** The comment's address. */
  comment: z.string(),
});
export type Allowance = z.infer<typeof allowanceSchema>;

const hotfixObstacleSchema = z.object({
  kind: z.literal('hotfix'),
  /** The environment before, whose release lacks it. */
  from: z.string(),
  first: firstEnvironmentSchema,
  hotfix: hotfixSchema,
  backPort: backPortSchema,
  overwritten: allowanceSchema.optional(),
});
export type HotfixObstacle = z.infer<typeof hotfixObstacleSchema>;

const editedManifestsSchema = z.object({
  kind: z.literal('manifests'),
  repository: z.object({ owner: z.string(), name: z.string() }),
  branch: z.string(),
  folder: z.string(),
  /** The commit that holds what Tailrace wrote there last; undefined where that was nothing. */
  written: z.string().optional(),
  /** The folder's tree as it is now. */
  tree: z.string(),
  files: z.array(fileChangeSchema.extend({ objects: z.array(z.string()) })),
  /** What changed, as `git diff` tells it; undefined where the reader may not be allowed to see it. */
  patch: z.string().optional(),
  overwritten: allowanceSchema.optional(),
});
export type EditedManifests = z.infer<typeof editedManifestsSchema>;

const offRoadSchema = z.object({
  kind: z.literal('off-road'),
  /** The environment before, whose list does not go on to this one any more. */
  from: z.string(),
  /** Where it goes on to; undefined where it ends. */
  leadsTo: z.string().optional(),
  /** Whether that one's own list still puts this one before it. */
  stillListed: z.boolean(),
});
export type OffRoad = z.infer<typeof offRoadSchema>;

const strangeCommitSchema = z.object({
  kind: z.literal('strange'),
  commit: hotfixCommitSchema,
  from: z.string(),
  first: firstEnvironmentSchema,
  backPort: backPortSchema,
});
export type StrangeCommit = z.infer<typeof strangeCommitSchema>;

const withdrawnSchema = withdrawalSchema.omit({ environment: true, release: true }).extend({
  kind: z.literal('withdrawn'),
  /** The environment before, where its release was taken out. */
  from: z.string(),
});
export type WithdrawnThere = z.infer<typeof withdrawnSchema>;

/** Not in the way, and said: the target is held, so merging deploys nothing. */
const heldTargetSchema = z.object({ kind: z.literal('held'), held: heldSchema });

/** What keeps a promotion from being merged, beside its test, or from being deployed then. */
export const obstacleSchema = z.discriminatedUnion('kind', [
  withdrawnSchema,
  heldTargetSchema,
  hotfixObstacleSchema,
  editedManifestsSchema,
  offRoadSchema,
  strangeCommitSchema,
]);
export type Obstacle = z.infer<typeof obstacleSchema>;

/** Those that nobody has allowed to go over. */
export function blocking(obstacles: readonly Obstacle[]): readonly Obstacle[] {
  return obstacles.filter((obstacle) => obstacle.kind !== 'held' && overwrittenBy(obstacle) === undefined);
}

/** Who allowed to go over it, if somebody did. */
export function overwrittenBy(obstacle: Obstacle): Allowance | undefined {
  return 'overwritten' in obstacle ? obstacle.overwritten : undefined;
}

/** Stands for obstacles: whether what was shown is still what is known. */
export function fingerprint(obstacles: readonly Obstacle[] = []): string {
  return createHash('sha256').update(JSON.stringify(obstacles)).digest('hex');
}

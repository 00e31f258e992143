import { z } from 'zod';
import { placeSchema } from '../../domain/commands/place.ts';
import { askedSchema } from '../../domain/commands/read-comment.ts';
import type { Work } from '../../domain/work.ts';
import type { QueueName } from './boss.ts';

const repositorySchema = z.object({ owner: z.string(), name: z.string() });

/** Work as it is read back from a job or a run. */
export const workSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('test-pull-request'),
    repository: repositorySchema,
    number: z.number(),
    head: z.string(),
    base: z.string(),
    again: z.boolean(),
    retargeted: z.literal(true).optional(),
    judge: z.literal(true).optional(),
    reviewed: z.literal(true).optional(),
    fresh: z.literal(true).optional(),
    cancelled: z.object({ by: z.string(), comment: z.string() }).optional(),
  }),
  z.object({
    kind: z.literal('deliver-branch'),
    repository: repositorySchema,
    branch: z.string(),
    created: z.literal(true).optional(),
    again: z.boolean().optional(),
  }),
  z.object({
    kind: z.literal('offer-promotion'),
    repository: repositorySchema,
    branch: z.string(),
    takenBack: z.array(z.number()).optional(),
    asked: z
      .object({ by: z.string(), release: z.string().optional(), declined: z.number().optional() })
      .optional(),
  }),
  z.object({
    kind: z.literal('rerun-commit'),
    repository: repositorySchema,
    head: z.string(),
    environment: z.string().optional(),
  }),
  z.object({
    kind: z.literal('test-merge-group'),
    repository: repositorySchema,
    number: z.number(),
    head: z.string(),
    branch: z.string(),
    base: z.string(),
  }),
  z.object({ kind: z.literal('follow-rollout'), repository: repositorySchema, environment: z.string() }),
  z.object({
    kind: z.literal('run-experiment'),
    repository: repositorySchema,
    number: z.number(),
    head: z.string(),
    base: z.string(),
    id: z.string(),
    by: z.string(),
    parameters: z.record(z.string(), z.json()),
  }),
  z.object({
    kind: z.literal('run-command'),
    repository: repositorySchema,
    id: z.string(),
    delivery: z.string(),
    place: placeSchema,
    comment: z.number(),
    by: z.string(),
    heardAt: z.string(),
    asked: askedSchema,
  }),
]) satisfies z.ZodType<Work>;

export function queueFor(work: Work): QueueName {
  switch (work.kind) {
    case 'test-pull-request':
    case 'test-merge-group':
    case 'run-experiment':
      return 'tests';
    case 'deliver-branch':
    case 'offer-promotion':
    case 'rerun-commit':
    case 'follow-rollout':
      return 'environments';
    case 'run-command':
      return 'commands';
  }
}

/** What people ask for goes before what happens by itself. */
export function priorityOf(work: Work): number {
  return work.kind === 'run-command' ? 1 : 0;
}

/** The head that the work names; undefined where it leaves that to the branch. */
export function headOf(work: Work): string | undefined {
  return 'head' in work ? work.head : undefined;
}

import { z } from 'zod';
import { approvalRuleSchema } from '../../../domain/approvals/approval.ts';
import { keptFilesSchema } from '../../../domain/evidence/kept-files.ts';
import type { GitOpsLocation } from '../../../domain/gitops-location.ts';
import { freezeSchema } from '../../../domain/holds/hold.ts';
import { containedHotfixSchema } from '../../../domain/promotion/hotfix.ts';
import { obstacleSchema } from '../../../domain/promotion/obstacles.ts';
import { pinSchema } from '../../../domain/promotion/pin.ts';
import type { Proposal } from '../../../domain/proposal.ts';
import type {
  Deployment,
  PromotionRecord,
  PullRequestRecord,
  Release,
  Station,
} from '../../../domain/release.ts';
import type { TestReport } from '../../../domain/test-report.ts';
import { imageSchema } from '../../../domain/test-result.ts';

/** The records that the domain gives as plain types, as they are read back from the database. */

export const releaseSchema = z.object({
  commit: z.string(),
  sourceTree: z.string(),
  image: imageSchema,
  hotfixOf: z.string().optional(),
}) satisfies z.ZodType<Release>;

const locationSchema = z.object({
  repository: z.object({ owner: z.string(), name: z.string() }),
  branch: z.string(),
  folder: z.string(),
}) satisfies z.ZodType<GitOpsLocation>;

export const deploymentSchema = z.object({
  environment: z.string(),
  release: releaseSchema,
  head: z.string(),
  manifests: locationSchema.extend({ commit: z.string() }).optional(),
  evidence: keptFilesSchema,
  testResult: z.string(),
  run: z.string().optional(),
  by: z.string(),
  pullRequest: z.number().optional(),
  at: z.string(),
  came: z.enum(['withheld', 'rollback']).optional(),
}) satisfies z.ZodType<Deployment>;

export const proposalSchema = z.object({
  name: z.string(),
  branch: z.string(),
  deployment: deploymentSchema,
  broughtBy: z.array(
    z.object({
      commit: z.string(),
      pullRequest: z.object({ number: z.number(), head: z.string() }).optional(),
    }),
  ),
  location: locationSchema,
  number: z.number(),
  commit: z.string(),
  tree: z.string().optional(),
  before: z.string().optional(),
  nothingServed: z.string().optional(),
  report: z.custom<TestReport>((value) => typeof value === 'object' && value !== null),
  reason: z.enum(['asked', 'refused']),
  state: z.enum(['open', 'declined', 'replaced', 'withdrawn', 'changed', 'deployed']),
  rollback: z.literal(true).optional(),
}) satisfies z.ZodType<Proposal>;

export const pullRequestRecordSchema = z.object({
  head: z.string(),
  environment: z.string(),
  sourceTree: z.string(),
  release: z.string().optional(),
  testResult: z.string().optional(),
  obstacles: z.array(obstacleSchema).optional(),
  shown: z.string().optional(),
  missed: z.array(z.string()).optional(),
  approval: approvalRuleSchema.optional(),
  backPort: z.object({ environment: z.string(), sourceTree: z.string() }).optional(),
}) satisfies z.ZodType<PullRequestRecord>;

export const promotionRecordSchema = z.object({
  environment: z.string(),
  contained: containedHotfixSchema.optional(),
  pin: pinSchema.optional(),
  chosen: z.object({ release: z.string(), by: z.string() }).optional(),
  reviewers: z
    .object({ pullRequest: z.number(), asked: z.array(z.string()), unknown: z.array(z.string()) })
    .optional(),
}) satisfies z.ZodType<PromotionRecord>;

export const stationSchema = z.object({
  branch: z.string(),
  environment: z.string(),
  nextBranch: z.string().optional(),
  freeze: z.array(freezeSchema).optional(),
  timezone: z.string().optional(),
}) satisfies z.ZodType<Station>;

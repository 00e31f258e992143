import { z } from 'zod';
import { fileChangeSchema } from './file-change.ts';

export const hotfixCommitSchema = z.object({
  commit: z.string(),
  subject: z.string(),
  author: z.object({ name: z.string(), email: z.string() }),
  /** A merge commit is picked by its first parent. */
  isMerge: z.boolean(),
});

/** What lies on an environment's branch without having come by a promotion, and is not in the environment before. */
export const hotfixSchema = z.object({
  /** The source tree without it: the last promoted one. */
  over: z.string(),
  /** The source tree with it. */
  sourceTree: z.string(),
  /** The commits that brought it, oldest first. */
  commits: z.array(hotfixCommitSchema),
  /** Which files of the release lack it. */
  files: z.array(fileChangeSchema),
});
export type Hotfix = z.infer<typeof hotfixSchema>;

/** That the environment before has a hotfix. Kept, since what it has later may no longer show it: once contained, always. */
export const containedHotfixSchema = z.object({
  over: z.string(),
  sourceTree: z.string(),
  /** When the release with it was deployed there; ISO 8601. */
  since: z.string(),
});
export type ContainedHotfix = z.infer<typeof containedHotfixSchema>;

/** What is asked: whether a release has what makes `sourceTree` out of `over`. */
export interface HotfixQuestion {
  readonly over: string;
  readonly sourceTree: string;
  /** When the release was deployed in the environment before; ISO 8601. */
  readonly deployedAt: string;
}

/** Whether it is known already that this release has the hotfix. An older one than the first with it has it not. */
export function isKnownContained(known: ContainedHotfix | undefined, question: HotfixQuestion): boolean {
  return holdsFor(known, question) && known.sourceTree === question.sourceTree;
}

/** The trees that the hotfix can be seen over: without any hotfix, and with the earlier ones that the release has. */
export function treesBelow(known: ContainedHotfix | undefined, question: HotfixQuestion): readonly string[] {
  return holdsFor(known, question) ? [question.over, known.sourceTree] : [question.over];
}

function holdsFor(
  known: ContainedHotfix | undefined,
  { over, deployedAt }: HotfixQuestion,
): known is ContainedHotfix {
  return known !== undefined && known.over === over && known.since <= deployedAt;
}

/** Whether a source tree has a hotfix: merging that into it changes nothing. */
export function isContained(merged: { kind: string; tree?: string }, sourceTree: string): boolean {
  return merged.kind === 'tree' && merged.tree === sourceTree;
}

import { z } from 'zod';
import type { Grant } from '../permissions/grant.ts';
import { roles } from '../permissions/role.ts';
import { approvals, type Review } from '../promotion/pin.ts';

const grantSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('role'), role: z.enum(roles) }),
  z.object({ kind: z.literal('person'), login: z.string() }),
  z.object({ kind: z.literal('team'), organization: z.string(), slug: z.string() }),
]) satisfies z.ZodType<Grant>;

/** Whose approval a pull request into an environment needs, by the configuration at the head of the environment's own branch. */
export const approvalRuleSchema = z.object({
  /** Who may promote. */
  grants: z.array(grantSchema).readonly(),
  /** Whoever approves wrote nothing of what is carried, and somebody else merges. */
  twoPeople: z.boolean(),
});
export type ApprovalRule = z.infer<typeof approvalRuleSchema>;

/** Somebody who approved, and what is known of them. */
export interface Approver {
  readonly login: string;
  readonly mayPromote: boolean;
  /** Wrote a commit that is carried, alone or with others. Asked only where two people are wanted. */
  readonly wrote: boolean;
}

/** Why an approval does not count. */
export interface Uncounted {
  readonly login: string;
  readonly why: 'older-head' | 'may-not-promote' | 'wrote-it';
}

/** Whether a head has the approval that its environment wants. */
export type KnownApproval =
  | { readonly kind: 'given'; readonly by: readonly string[] }
  | { readonly kind: 'waits'; readonly uncounted: readonly Uncounted[] };

/** Where the forge could not be asked, nobody has approved. */
export type Approval = KnownApproval | { readonly kind: 'not-known' };

/** Who approves this very head now, and who approved an older one, each once. */
export function approversOf(
  reviews: readonly Review[],
  head: string,
): { readonly ofHead: readonly string[]; readonly ofOlder: readonly string[] } {
  const standing = approvals(reviews);
  const ofHead = new Set(standing.filter(({ commit }) => commit === head).map(({ by }) => by));
  const ofOlder = new Set(standing.map(({ by }) => by).filter((by) => !ofHead.has(by)));
  return { ofHead: [...ofHead], ofOlder: [...ofOlder] };
}

/** What the approvers of a head give. */
export function judgeApproval(
  { twoPeople }: ApprovalRule,
  approvers: readonly Approver[],
  ofOlder: readonly string[],
): KnownApproval {
  const counts = ({ mayPromote, wrote }: Approver) => mayPromote && !(twoPeople && wrote);
  const by = approvers.filter(counts).map(({ login }) => login);
  if (by.length > 0) return { kind: 'given', by };
  const refused = approvers.map(
    ({ login, mayPromote }): Uncounted => ({ login, why: mayPromote ? 'wrote-it' : 'may-not-promote' }),
  );
  const older = ofOlder.map((login): Uncounted => ({ login, why: 'older-head' }));
  return { kind: 'waits', uncounted: [...refused, ...older] };
}

/** What a merge did against the rule: nobody had approved, or nobody but whoever merged. */
export type Breach =
  | { readonly kind: 'without'; readonly uncounted: readonly Uncounted[] }
  | { readonly kind: 'alone'; readonly by: string };

/** Undefined where the merge was right. */
export function breachOf(
  { twoPeople }: ApprovalRule,
  approval: KnownApproval,
  mergedBy: string | undefined,
): Breach | undefined {
  if (approval.kind === 'waits') return { kind: 'without', uncounted: approval.uncounted };
  if (!twoPeople || mergedBy === undefined) return undefined;
  return approval.by.every((login) => isSamePerson(login, mergedBy))
    ? { kind: 'alone', by: mergedBy }
    : undefined;
}

/** Forges tell no letter cases apart in names. */
export function isSamePerson(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

import type { Protection } from './protection.ts';

/** What a push or a merge does against a branch's rules. */
export type Violation =
  | { readonly kind: 'pull-request' | 'merge-queue' | 'updaters' | 'force-push' | 'deletion' }
  | { readonly kind: 'signatures' | 'linear-history'; readonly commits: readonly string[] }
  /** The forge can't sign what it replays. */
  | { readonly kind: 'unsigned-rebase' }
  | { readonly kind: 'reviews'; readonly needed: number }
  | { readonly kind: 'changes-requested' }
  | ChecksMissing;

export interface ChecksMissing {
  readonly kind: 'checks';
  /** How many the branch requires. */
  readonly required: number;
  /** Names of those that did not come yet, and of those that did not pass. */
  readonly expected: readonly string[];
  readonly failing: readonly string[];
}

/** A branch whose rules are violated. */
export interface Guarded {
  /** `refs/heads/…`. */
  readonly ref: string;
  readonly repositoryUrl: string;
  readonly protection: Protection;
}

/** What each face says of violations. */
export interface Wording {
  /** What git prints of a refused push, and the reason in its status line. */
  refusedPush(guarded: Guarded, violations: readonly Violation[]): PushRefusal;
  /** What git prints of a push by somebody for whom the rules do not hold. */
  bypassed(guarded: Guarded, violations: readonly Violation[]): readonly string[];
  refusedWorkflow(path: string): PushRefusal;
  refusedMerge(protection: Protection, violations: readonly Violation[]): string;
}

export interface PushRefusal {
  readonly says: readonly string[];
  readonly status: string;
}

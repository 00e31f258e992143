import { z } from 'zod';

/** That somebody who may let one commit of a pull request run. It holds for no other: each new head needs its own. */
export const approvedRunSchema = z.object({
  pullRequest: z.number(),
  /** All 40 digits. */
  head: z.string(),
  by: z.string(),
  /** ISO 8601, UTC. */
  at: z.string(),
  /** The comment's address. */
  comment: z.string(),
});
export type ApprovedRun = z.infer<typeof approvedRunSchema>;

/** What is known when somebody names a head. */
export interface KnownHeads {
  /** Where the pull request stands. */
  readonly current: string;
  /** The heads that Tailrace has told of there. */
  readonly shown: readonly string[];
}

export type NamedHead =
  | { readonly kind: 'meant' }
  /** The pull request stands elsewhere: what was named is not what would run. */
  | { readonly kind: 'moved' }
  /** Nothing was told of this head yet: nobody can have read of it here. */
  | { readonly kind: 'not shown' }
  /** Another head of this pull request begins with the same digits. */
  | { readonly kind: 'twin' };

/**
 * Whether these first digits of a commit can only mean the current head. Seven digits are no proof: whoever pushes can find a second commit
 * that begins with them, so a head that was not shown, or that shares them with another, is not taken for what was read.
 */
export function headNamed(written: string, { current, shown }: KnownHeads): NamedHead {
  const digits = written.toLowerCase();
  if (!current.startsWith(digits)) return { kind: 'moved' };
  if (digits === current) return { kind: 'meant' };
  if (!shown.includes(current)) return { kind: 'not shown' };
  return shown.some((head) => head !== current && head.startsWith(digits))
    ? { kind: 'twin' }
    : { kind: 'meant' };
}

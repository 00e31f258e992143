import type { Repository } from './model.ts';

/** Rules of a protected branch; a rule left out does not hold. They hold for administrators too. */
export interface Protection {
  /** Everybody but these goes through pull requests. In a ruleset they are its bypass list, and no rule of it holds for them. */
  readonly pushers?: readonly string[];
  /** Only these may change the branch at all, by a push or a merge. */
  readonly updaters?: readonly string[];
  /** As many people with write access have to approve before a merge. */
  readonly reviews?: number;
  /** A new commit takes approvals back. */
  readonly dismissStale?: boolean;
  /** Commits need a signature that the forge can verify. */
  readonly signed?: boolean;
  /** No merge commits. */
  readonly linearHistory?: boolean;
  /** Check runs that have to pass on a commit before it may come onto the branch. */
  readonly checks?: readonly string[];
  /** The checks count only while the head contains the base. */
  readonly strict?: boolean;
  /** Pull requests are merged by the forge, one after the other, each tested on top of what goes before it. */
  readonly mergeQueue?: boolean;
  /** Pushing over what is there, which a protection forbids unless it says so. */
  readonly forcePushes?: boolean;
  /** Deleting the branch, likewise. */
  readonly deletions?: boolean;
  /** Kept in a ruleset: another wording, and apps can read the rules. Else it is a classic protected branch. */
  readonly ruleset?: boolean;
}

/** What holds for a branch: the rules for its very name, else the first whose pattern (`*`, also across slashes) fits. */
export function protectionOf({ protections }: Repository, branch: string): Protection | undefined {
  const exact = protections.get(branch);
  if (exact) return exact;
  return [...protections].find(([pattern]) => pattern.includes('*') && fits(pattern, branch))?.[1];
}

function fits(pattern: string, branch: string): boolean {
  const parts = pattern.split(/\*+/).map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(branch);
}

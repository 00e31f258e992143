import type { GitOpsLocation } from './gitops-location.ts';
import type { ProposalReason, ProposalState } from './proposed.ts';
import type { Deployment } from './release.ts';
import type { TestReport } from './test-report.ts';

/** Whatever brought a release: a commit on the environment's branch, and the pull request that it came by, if it did. */
export interface Bringer {
  readonly commit: string;
  readonly pullRequest?: { readonly number: number; readonly head: string } | undefined;
}

/** A release's manifests in a pull request. The deployment counts once that is merged. */
export interface Proposal {
  /** How the model is called. */
  readonly name: string;
  /** The environment's branch. */
  readonly branch: string;
  /** What counts then; where its manifests lie is only known when they do. */
  readonly deployment: Deployment;
  /** The newest last. */
  readonly broughtBy: readonly Bringer[];
  /** Where the manifests go; the pull request `number` is one of this repository. */
  readonly location: GitOpsLocation;
  readonly number: number;
  /** The commit that was proposed. */
  readonly commit: string;
  /** The tree of the manifests' folder as it is proposed, and as it was before; undefined where there is no such folder. */
  readonly tree?: string | undefined;
  readonly before?: string | undefined;
  /** Why there are no manifests, where nothing is to be served. */
  readonly nothingServed?: string | undefined;
  /** What was said of the release when it passed: it is said again with what became of it. */
  readonly report: TestReport;
  readonly reason: ProposalReason;
  readonly state: ProposalState;
  /** They bring an older release back: a hold does not take that back. */
  readonly rollback?: true | undefined;
}

/**
 * What became of a proposal. `merged`: what lies there is what was proposed. `edited`: it was merged, and something else with the same
 * image lies there; `changed`: something with another image.
 * `there`: what was proposed lies there, and the pull request is open all the same.
 */
export type ProposalFate = 'waits' | 'merged' | 'edited' | 'changed' | 'there' | 'declined' | 'reopened';

/** Judges a proposal by its pull request, and by whether the folder holds what was proposed, or at least its image. */
export function judgeProposal(
  { state }: Pick<Proposal, 'state'>,
  pull: { readonly state: 'open' | 'closed'; readonly merged: boolean },
  lies: { readonly isThere: boolean; readonly hasImage: boolean },
): ProposalFate {
  const { isThere, hasImage } = lies;
  if (pull.merged && !isThere) return hasImage ? 'edited' : 'changed';
  if (isThere) return pull.state === 'open' ? 'there' : 'merged';
  if (pull.state === 'closed') return state === 'declined' ? 'waits' : 'declined';
  return state === 'declined' ? 'reopened' : 'waits';
}

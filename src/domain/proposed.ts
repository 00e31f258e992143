/** Why manifests wait in a pull request: the configuration asks for it, or their branch takes no push of ours. */
export type ProposalReason = 'asked' | 'refused';

/**
 * `open`: it waits for a person. `declined`: a person closed it. `replaced`: a newer release took its place in the same pull request.
 * `withdrawn`: it became needless. `changed`: it was merged with another image in it. `deployed`: what it brings runs.
 */
export type ProposalState = 'open' | 'declined' | 'replaced' | 'withdrawn' | 'changed' | 'deployed';

/** Manifests that wait, or waited, in a pull request of their own. */
export interface Proposed {
  readonly release: string;
  readonly state: Exclude<ProposalState, 'deployed'>;
  readonly reason: ProposalReason;
  /** The pull request: how it is called, and its page. */
  readonly reference: string;
  readonly url: string;
  /** The branch that it goes into. */
  readonly branch: string;
}

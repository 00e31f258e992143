import type { RepositoryRef } from '../domain/repository-ref.ts';

/** `in_progress` and `success` are GitHub's words; `failure`: it runs and is not well, or does not run. */
export type ShownState = 'in_progress' | 'success' | 'failure';

/** What the forge's pages of environments show. */
export interface ShownDeployment {
  readonly environment: string;
  /** The head of the environment's branch that brought it. */
  readonly commit: string;
  readonly production: boolean;
  readonly state: ShownState;
  /** One line without Markdown. */
  readonly description: string;
  /** Where people reach what is deployed. */
  readonly url: string | undefined;
}

export interface DeploymentsOnForge {
  /**
   * Shows a deployment in this state, as the newest of its environment: made, or given a new status unless its newest one says the same.
   * `forbidden`: the app may not, since its owners did not consent to that permission.
   */
  ensureDeployment(repository: RepositoryRef, shown: ShownDeployment): Promise<'shown' | 'forbidden'>;
}

import type { RepositoryRef } from '../../domain/repository-ref.ts';

/** Who asks for something. `id` names the wish: the same again is the same. */
export interface Asking {
  readonly repository: RepositoryRef;
  readonly id: string;
  readonly by: string;
  /** The address of the comment. */
  readonly url: string;
  /** When it was heard; ISO 8601. */
  readonly at: string;
  readonly signal: AbortSignal;
}

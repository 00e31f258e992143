import { formatRepository, type RepositoryRef } from '../repository-ref.ts';

const mostNamed = 20;

/** The commit that drops the files of runs of a model's closed pull requests. */
export function droppedRunsMessage(model: RepositoryRef, pullRequests: readonly number[]): string {
  const named = pullRequests.slice(0, mostNamed).join(', ');
  const more = pullRequests.length > mostNamed ? ', …' : '';
  return `Drop the runs of closed pull requests of ${formatRepository(model)}\n\nClosed for 30 days or more: ${named}${more}`;
}

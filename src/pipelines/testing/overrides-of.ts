import type { Override } from '../../domain/gates/override.ts';
import type { RepositoryRef } from '../../domain/repository-ref.ts';
import type { Overrides, PullRequestRecords } from '../../ports/records.ts';

export interface OverridePorts {
  readonly overrides: Overrides;
  readonly records: PullRequestRecords;
}

/**
 * The gates that people let a pull request's head pass, where what is judged is another commit, which its merge made: they hold for the source
 * tree that was tested for this head, and for no other.
 */
export async function overridesOfMerged(
  { overrides, records }: OverridePorts,
  repository: RepositoryRef,
  environment: string,
  { head, sourceTree }: { readonly head: string | undefined; readonly sourceTree: string },
): Promise<readonly Override[]> {
  if (head === undefined) return [];
  const record = await records.find(repository, environment, head);
  return record?.sourceTree === sourceTree ? overrides.list(repository, environment, head) : [];
}

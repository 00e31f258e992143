import type { Withdrawal } from '../../domain/holds/withdrawal.ts';
import type { RepositoryRef } from '../../domain/repository-ref.ts';
import type { Withdrawals } from '../../ports/records.ts';

/** That a release was taken out of an environment, if it was. */
export async function withdrawalOf(
  { withdrawals }: { readonly withdrawals: Withdrawals },
  repository: RepositoryRef,
  environment: string,
  release: string,
): Promise<Withdrawal | undefined> {
  const all = await withdrawals.list(repository, environment);
  return all.find((withdrawal) => withdrawal.release === release);
}

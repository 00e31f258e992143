import type { Deployment, Station } from '../../domain/release.ts';
import type { RepositoryRef } from '../../domain/repository-ref.ts';
import type { Deployments, Withdrawals } from '../../ports/records.ts';
import { type HeldPorts, heldAt } from './held-at.ts';

export type FreedPorts = HeldPorts & {
  readonly deployments: Deployments;
  readonly withdrawals: Withdrawals;
};

const mostDeployments = 200;

/** The newest tested release of an environment's branch that was not withdrawn there. */
export async function newestGood(
  { deployments, withdrawals }: Omit<FreedPorts, keyof HeldPorts>,
  repository: RepositoryRef,
  environment: string,
): Promise<Deployment | undefined> {
  const withdrawn = new Set((await withdrawals.list(repository, environment)).map(({ release }) => release));
  const brought = await deployments.brought(repository, environment, mostDeployments);
  return brought.find(({ release }) => !withdrawn.has(release.commit));
}

/** What a hold kept from being deployed, and nothing keeps any more: the branch's newest good release, where another one runs. */
export async function freedRelease(
  ports: FreedPorts,
  repository: RepositoryRef,
  station: Station,
): Promise<Deployment | undefined> {
  const { environment } = station;
  const newest = await newestGood(ports, repository, environment);
  const running = await ports.deployments.current(repository, environment);
  if (!newest || !running || newest.release.commit === running.release.commit) return undefined;
  return (await heldAt(ports, repository, station)) ? undefined : newest;
}

import type { Station } from '../domain/release.ts';
import { formatRepository, type RepositoryRef } from '../domain/repository-ref.ts';
import type { RerunCommit } from '../domain/work.ts';
import type { PullRequests } from '../ports/forge.ts';
import type { GitReader } from '../ports/git.ts';
import type { Queue } from '../ports/queue.ts';
import type { Roads } from '../ports/records.ts';

export interface RerunPorts {
  readonly pullRequests: PullRequests;
  readonly roads: Roads;
  readonly git: Pick<GitReader, 'heads'>;
  readonly queue: Queue;
}

/** Finds what the checks of a commit are about, and does that again: open pull requests with this head, environments whose branch stands there. */
export async function rerunCommit(
  ports: RerunPorts,
  { repository, head, environment }: RerunCommit,
): Promise<void> {
  const pulls = (await ports.pullRequests.listOpen(repository)).filter((pull) => pull.head.commit === head);
  for (const { number, base } of pulls) {
    const test = { kind: 'test-pull-request', repository, number, head, base: base.branch } as const;
    await ports.queue.enqueue({ ...test, again: true });
  }
  for (const branch of await branchesAt(ports, repository, head, environment))
    await ports.queue.enqueue({ kind: 'deliver-branch', repository, branch, again: true });
}

async function branchesAt(
  { roads, git }: RerunPorts,
  repository: RepositoryRef,
  head: string,
  environment: string | undefined,
): Promise<readonly string[]> {
  const full = formatRepository(repository);
  const isAsked = (station: Station) => environment === undefined || station.environment === environment;
  const branches = (await roads.list())
    .filter((road) => formatRepository(road.repository) === full && isAsked(road.station))
    .map(({ station }) => station.branch);
  const heads = branches.length > 0 ? await git.heads(repository, branches) : new Map<string, string>();
  return branches.filter((branch) => heads.get(branch) === head);
}

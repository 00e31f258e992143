import { isDeepStrictEqual } from 'node:util';
import { promotionBranch } from '../../domain/names.ts';
import type { WithdrawnThere } from '../../domain/promotion/obstacles.ts';
import type { Station } from '../../domain/release.ts';
import type { PullRequests } from '../../ports/forge.ts';
import type { Git } from '../../ports/git.ts';
import type { Queue } from '../../ports/queue.ts';
import type { PullRequestRecords, Roads, Withdrawals } from '../../ports/records.ts';
import { knownEnvironment } from '../configuration/known-environment.ts';
import type { BranchAt } from '../promotion/find-leg.ts';
import { testAtOnce } from '../promotion/test-at-once.ts';

export interface WithdrawnPorts {
  readonly git: Git;
  readonly roads: Roads;
  readonly records: PullRequestRecords;
  readonly withdrawals: Withdrawals;
  readonly pullRequests: PullRequests;
  readonly queue: Queue;
}

/** Turns an open promotion red whose release was withdrawn from the environment that it comes from. */
export async function tellWithdrawn(
  ports: WithdrawnPorts,
  { environment: from }: Station,
  { repository, branch: base }: BranchAt,
): Promise<void> {
  const all = await ports.withdrawals.list(repository, from);
  const environment = await knownEnvironment(ports.roads, repository, base);
  if (all.length === 0 || environment === undefined) return;
  const branch = promotionBranch(environment);
  const head = (await ports.git.heads(repository, [branch])).get(branch);
  const record = head ? await ports.records.find(repository, environment, head) : undefined;
  const withdrawn = all.find(({ release }) => release === record?.release);
  if (!head || !record || !withdrawn) return;
  const { environment: _, release: __, ...why } = withdrawn;
  const obstacle: WithdrawnThere = { kind: 'withdrawn', from, ...why };
  if (isDeepStrictEqual(record.obstacles, [obstacle])) return;
  const pull = await ports.pullRequests.newest(repository, { head: branch, base });
  if (pull?.state !== 'open') return;
  const { sourceTree } = record;
  await ports.records.save(repository, { head, environment, sourceTree, obstacles: [obstacle] });
  await testAtOnce(ports.queue, repository, pull.number, { head, base });
}

import type { StrangeCommit } from '../../domain/promotion/obstacles.ts';
import type { Run } from '../../ports/run.ts';
import { sourceTreeAt } from '../configuration/read-configuration.ts';
import { type BackPortPorts, ensureBackPort } from './back-port.ts';
import type { Leg } from './find-leg.ts';
import { testAtOnce } from './test-at-once.ts';

const mostCommits = 50;

/**
 * Shows a person's own commit on a promotion's branch on its check, and brings its change to the first environment. The branch is left
 * alone.
 */
export async function tellStrangeCommit(
  ports: BackPortPorts,
  run: Run,
  leg: Leg,
  { head, number }: { readonly head: string; readonly number: number },
): Promise<void> {
  const { target, source, folders } = leg;
  const { repository, environment, branch: base, guards } = target;
  const [beginning] = target.configuration.environments;
  if (!beginning) return;
  const first = { environment: beginning.name, branch: beginning.branch };
  const { message, author, parents } = await ports.git.commit(repository, head);
  const subject = message.split('\n')[0] ?? '';
  const commit = { commit: head, subject, author, isMerge: parents.length > 1 };
  const sourceTree = await sourceTreeAt(ports, repository, head, folders);
  const over = (await ownSourceTree(ports, leg, head)) ?? leg.from.release.sourceTree;
  const change = { repository, name: guards.name, environment, first, commits: [commit], over, sourceTree };
  const backPort = (await ensureBackPort(ports, run, change)) ?? { kind: 'unreadable' };
  const obstacle: StrangeCommit = { kind: 'strange', commit, from: source, first, backPort };
  await ports.records.save(repository, { head, environment, sourceTree, obstacles: [obstacle] });
  await testAtOnce(ports.queue, repository, number, { head, base });
}

/** The source tree of the promotion below the person's commits. */
async function ownSourceTree(
  { git, records }: BackPortPorts,
  { target: { repository, environment, head: target } }: Leg,
  head: string,
): Promise<string | undefined> {
  for (const { commit } of await git.firstParents(repository, target, head, mostCommits)) {
    const record = await records.find(repository, environment, commit);
    if (record?.release) return record.sourceTree;
  }
  return undefined;
}

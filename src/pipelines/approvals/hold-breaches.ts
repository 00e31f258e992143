import { type ApprovalRule, type Breach, breachOf } from '../../domain/approvals/approval.ts';
import { environmentOfBranch } from '../../domain/configuration/environment-order.ts';
import { whatGuards } from '../../domain/configuration/environment-plan.ts';
import { marker } from '../../domain/names.ts';
import type { RepositoryRef } from '../../domain/repository-ref.ts';
import { breachComment, breachReason } from '../../domain/texts/approvals.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Comments, ForgeLinks, PullRequest, PullRequests } from '../../ports/forge.ts';
import type { CommitInfo, GitReader } from '../../ports/git.ts';
import type { Locks } from '../../ports/locks.ts';
import type { Deployments, Holds, PullRequestRecords } from '../../ports/records.ts';
import { type FilePorts, readConfiguration } from '../configuration/read-configuration.ts';
import { writingKey } from '../holds/held-at.ts';
import { type ApprovalPorts, askForApproval } from './find-approval.ts';

export type BreachPorts = ApprovalPorts &
  FilePorts & {
    readonly git: Pick<GitReader, 'commit' | 'firstParents'>;
    readonly pullRequests: Pick<PullRequests, 'ofCommit'>;
    readonly comments: Pick<Comments, 'ensureComment'>;
    readonly links: Pick<ForgeLinks, 'pullRequest'>;
    readonly deployments: Pick<Deployments, 'brought'>;
    readonly records: Pick<PullRequestRecords, 'find'>;
    readonly holds: Pick<Holds, 'save'>;
    readonly locks: Locks;
    readonly clock: Clock;
  };

/** A branch, and where it stands. */
interface Tip {
  readonly repository: RepositoryRef;
  readonly branch: string;
  readonly head: string;
}

const mostCommits = 100;

/**
 * Looks whether the pull requests that were merged since the branch was last delivered had the approval that its environment wanted before
 * them. One that had not holds the environment, before anything of it is deployed, and is told so. Throws where the forge can't be asked: nothing
 * is deployed until it can.
 */
export async function holdBreaches(ports: BreachPorts, signal: AbortSignal, tip: Tip): Promise<void> {
  const seen = new Set<number>();
  for (const commit of await newCommits(ports, tip)) {
    const guard = await guardBefore(ports, tip, commit);
    if (!guard) continue;
    const pulls = await ports.pullRequests.ofCommit(tip.repository, commit.commit);
    for (const pull of pulls.filter(({ merged, base }) => merged && base.branch === tip.branch)) {
      if (seen.has(pull.number)) continue;
      seen.add(pull.number);
      await holdBreach(ports, signal, tip.repository, { ...guard, pull });
    }
  }
}

/** Those of the branch's own line that are not delivered yet, the oldest first; of a branch that never was, only its head. */
async function newCommits(
  { git, deployments, ...ports }: BreachPorts,
  { repository, branch, head }: Tip,
): Promise<readonly CommitInfo[]> {
  const configuration = await configurationAt({ git, ...ports }, repository, head);
  const environment = configuration && environmentOfBranch(configuration, branch)?.name;
  if (!environment) return [];
  const [delivered] = await deployments.brought(repository, environment, 1);
  if (delivered?.head === head) return [];
  const since = delivered && (await git.fetchIfThere(repository, [delivered.head])).has(delivered.head);
  if (!since) return [await git.commit(repository, head)];
  return (await git.firstParents(repository, delivered.head, head, mostCommits)).toReversed();
}

interface Guard {
  readonly environment: string;
  readonly rule: ApprovalRule;
  /** The branch's head before. */
  readonly base: string;
}

/** What the environment wanted before a commit came: what the commit itself says of that is no matter, unless nothing was said before. */
async function guardBefore(
  ports: BreachPorts,
  { repository, branch }: Tip,
  { commit, parents: [base] }: CommitInfo,
): Promise<Guard | undefined> {
  if (base === undefined) return undefined;
  const before = await configurationAt(ports, repository, base);
  const configuration = before ?? (await configurationAt(ports, repository, commit));
  const environment = configuration && environmentOfBranch(configuration, branch)?.name;
  const rule = environment ? whatGuards(configuration, environment)?.approval : undefined;
  return environment && rule ? { environment, rule, base } : undefined;
}

async function configurationAt(ports: FilePorts, repository: RepositoryRef, commit: string) {
  const found = await readConfiguration(ports, repository, commit);
  if (found.kind === 'none') return undefined;
  return found.kind === 'ok' ? found.configuration : found.refused;
}

async function holdBreach(
  ports: BreachPorts,
  signal: AbortSignal,
  repository: RepositoryRef,
  { environment, rule, base, pull }: Guard & { readonly pull: PullRequest },
): Promise<void> {
  const { number, head, author, mergedBy } = pull;
  const record = await ports.records.find(repository, environment, head.commit);
  const approval = await askForApproval(ports, {
    ...{ repository, number, rule, environment, base, author },
    ...{ head: head.commit, release: record?.release },
  });
  const breach = breachOf(rule, approval, mergedBy);
  if (!breach) return;
  await hold(ports, signal, repository, { environment, pull, breach });
  const body = breachComment(environment, rule, breach);
  await ports.comments.ensureComment(repository, number, marker('approval', environment), body);
}

/** Once for each merge: a hold that somebody has ended stays ended. */
async function hold(
  { holds, locks, clock, links }: BreachPorts,
  signal: AbortSignal,
  repository: RepositoryRef,
  {
    environment,
    pull: { number, head },
    breach,
  }: { readonly environment: string; readonly pull: PullRequest; readonly breach: Breach },
): Promise<void> {
  const placed = {
    ...{ id: `breach:${number}@${head.commit}`, environment, by: 'Tailrace', at: clock.now().toISOString() },
    ...{ because: breachReason(number, breach), asked: links.pullRequest(repository, number) },
  };
  await locks.alone(writingKey(repository, environment), signal, () => holds.save(repository, placed));
}

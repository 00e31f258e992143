import { z } from 'zod';
import { environmentOfBranch, nextEnvironment } from '../domain/configuration/environment-order.ts';
import { checkName, marker } from '../domain/names.ts';
import { deliveryRefusedComment, deployedComment, unreadableHeadComment } from '../domain/texts/delivery.ts';
import { configurationText, overtakenText } from '../domain/texts/problems.ts';
import type { DeliverBranch } from '../domain/work.ts';
import type { Mistake } from '../domain/yaml/mistake.ts';
import type { PullRequest } from '../ports/forge.ts';
import type { Log } from '../ports/log.ts';
import type { Queue } from '../ports/queue.ts';
import type { Roads } from '../ports/records.ts';
import type { Run, RunHistory } from '../ports/run.ts';
import { knownEnvironment } from './configuration/known-environment.ts';
import { readConfiguration } from './configuration/read-configuration.ts';
import { type Delivered, type DeliverPorts, deliverHead, type Head } from './delivery/deliver-head.ts';
import { isWanted } from './delivery/is-wanted.ts';
import { settleProposals } from './proposals/settle-proposals.ts';
import { wakeProposals } from './proposals/wake-proposals.ts';
import { withdrawProposals } from './proposals/withdraw-proposals.ts';
import { endOlderChecks } from './reporting/end-older-checks.ts';
import { showCheck, showComment } from './reporting/publish.ts';

export type DeliverBranchPorts = DeliverPorts & {
  readonly roads: Roads;
  readonly queue: Queue;
  readonly history: RunHistory;
  readonly log: Log;
};

const pinSchema = z.object({ head: z.string().nullable() });

/**
 * Brings an environment to where its branch is, unless that is done. What was deployed is offered further, and the promotion into this
 * branch is made anew on its new head. A branch that is no environment is none of our business.
 */
export async function deliverBranch(ports: DeliverBranchPorts, work: DeliverBranch, run: Run): Promise<void> {
  const { repository, branch } = work;
  const { head } = await run.step('pin', pinSchema, async () => ({
    head: (await ports.git.heads(repository, [branch])).get(branch) ?? null,
  }));
  if (head === null) return;
  if (work.created) await ports.queue.enqueue({ kind: 'offer-promotion', repository, branch });
  await wakeProposals(ports, work, head);
  await settleProposals(ports, repository, branch);
  if (await isKnown(ports, work, head, run)) return;
  await ports.git.fetch(repository, [head]);
  const found = await readConfiguration(ports, repository, head);
  if (found.kind === 'ok') {
    await deliverTip(ports, run, work, {
      repository,
      branch,
      commit: head,
      configuration: found.configuration,
    });
  }
  if (found.kind === 'mistakes') await tellMistakes(ports, work, head, found.mistakes);
}

/** Whether another run went through this very head, by our own records: it is not even read again. */
async function isKnown(
  { roads, history }: DeliverBranchPorts,
  { repository, branch, again }: DeliverBranch,
  head: string,
  run: Run,
): Promise<boolean> {
  const environment = again ? undefined : await knownEnvironment(roads, repository, branch);
  return environment !== undefined && history.isHandled({ repository, environment, head }, run.id);
}

type Tip = Omit<Head, 'environment' | 'attempt'>;

async function deliverTip(ports: DeliverBranchPorts, run: Run, work: DeliverBranch, tip: Tip): Promise<void> {
  const { repository, branch, commit, configuration } = tip;
  const environment = environmentOfBranch(configuration, branch)?.name;
  if (!environment) return;
  const nextBranch = nextEnvironment(configuration, environment)?.branch;
  const left = (await ports.roads.at(repository, branch))?.nextBranch;
  await ports.roads.remember(repository, { branch, environment, nextBranch });
  // A promotion that this road does not lead to any more is told.
  if (left && left !== nextBranch)
    await ports.queue.enqueue({ kind: 'offer-promotion', repository, branch: left });
  if (work.created && !(await isWanted(ports, repository, environment, commit))) return;
  const subject = { repository, environment, head: commit };
  const attempt = await run.describe(subject);
  await endOlderChecks(ports, subject);
  if (!work.again && (await ports.history.isHandled(subject, run.id))) return;
  const head: Head = { ...tip, environment, attempt };
  const delivered = await deliverHead(ports, run, head);
  await tell(ports, head, delivered, work.again ?? false);
  if (delivered.kind === 'deployed' || delivered.kind === 'unchanged')
    await withdrawProposals(ports, repository, branch);
  await ports.queue.enqueue({ kind: 'offer-promotion', repository, branch });
  const { cluster } = configuration.environments.find(({ name }) => name === environment) ?? {};
  if (delivered.kind === 'deployed' && cluster !== undefined)
    await ports.queue.enqueue({ kind: 'follow-rollout', repository, environment });
  if (delivered.kind === 'deployed' && nextBranch) {
    await ports.queue.enqueue({ kind: 'offer-promotion', repository, branch: nextBranch });
  }
}

/**
 * Says what came of a head: on its check, on the pull request that brought it, or, for a direct push that failed, on the commit. Where a
 * person asked for it again, or the branch was pushed over, that it is deployed takes the place of what may have been told before.
 */
async function tell(
  ports: DeliverBranchPorts,
  head: Head,
  delivered: Delivered,
  again: boolean,
): Promise<void> {
  const { repository, environment, commit } = head;
  if (delivered.kind === 'unchanged') return;
  if (delivered.kind === 'overtaken') {
    const { title, message: summary } = overtakenText(environment);
    const check = { name: checkName(environment), head: commit, state: 'cancelled', title, summary } as const;
    return ports.checks.ensureCheck(repository, check);
  }
  const { report, brought } = delivered;
  await showCheck(ports.checks, { repository, head: commit }, report);
  if (delivered.kind === 'refused') return say(ports, head, brought, deliveryRefusedComment(report, commit));
  // The check of what was merged has done its work; people read the comment.
  if (brought) await showComment(ports.comments, repository, brought.number, report);
  if (delivered.kind === 'proposed') return;
  if (delivered.pushedOver) return say(ports, head, undefined, deployedComment(report));
  if (again) await say(ports, head, brought, deployedComment(report));
}

/** On the pull request, or on the commit where there is none. */
async function say(
  { comments }: DeliverBranchPorts,
  { repository, environment, commit }: Head,
  brought: PullRequest | undefined,
  body: string,
): Promise<void> {
  const ours = marker('deployment', environment);
  if (brought) await comments.ensureComment(repository, brought.number, ours, body);
  else await comments.ensureCommitComment(repository, commit, ours, body);
}

/** A head whose configuration can't be read deploys nothing; its author is told on the commit, where it is an environment that we know. */
async function tellMistakes(
  ports: DeliverBranchPorts,
  { repository, branch }: DeliverBranch,
  head: string,
  mistakes: readonly Mistake[],
): Promise<void> {
  const environment = await knownEnvironment(ports.roads, repository, branch);
  if (!environment) return;
  const { title, message } = configurationText(mistakes, 'of this commit');
  const check = { name: checkName(environment), head, state: 'failure', title, summary: message } as const;
  await ports.checks.ensureCheck(repository, check);
  const body = unreadableHeadComment(environment, { title, message });
  await ports.comments.ensureCommitComment(repository, head, marker('deployment', environment), body);
}

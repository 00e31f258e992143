import { z } from 'zod';
import { environmentOfBranch } from '../domain/configuration/environment-order.ts';
import { stationOf } from '../domain/configuration/station-of.ts';
import type { Held } from '../domain/holds/hold.ts';
import { checkName, marker } from '../domain/names.ts';
import {
  deliveryRefusedComment,
  deployedComment,
  unreadableHeadComment,
  withheldComment,
} from '../domain/texts/delivery.ts';
import { configurationText, overtakenText } from '../domain/texts/problems.ts';
import type { DeliverBranch } from '../domain/work.ts';
import type { Mistake } from '../domain/yaml/mistake.ts';
import type { PullRequest } from '../ports/forge.ts';
import type { Log } from '../ports/log.ts';
import type { Queue } from '../ports/queue.ts';
import type { Roads } from '../ports/records.ts';
import type { Run, RunHistory } from '../ports/run.ts';
import { type BreachPorts, holdBreaches } from './approvals/hold-breaches.ts';
import { knownEnvironment } from './configuration/known-environment.ts';
import { readConfiguration } from './configuration/read-configuration.ts';
import { type Delivered, type DeliverPorts, deliverHead, type Head } from './delivery/deliver-head.ts';
import { isWanted } from './delivery/is-wanted.ts';
import { deployFreed } from './holds/deploy-freed.ts';
import { freedRelease } from './holds/freed-release.ts';
import { heldAt } from './holds/held-at.ts';
import { keepRunning } from './holds/keep-running.ts';
import { tellPutBack } from './holds/tell-put-back.ts';
import { settleProposals } from './proposals/settle-proposals.ts';
import { wakeProposals } from './proposals/wake-proposals.ts';
import { withdrawProposals } from './proposals/withdraw-proposals.ts';
import { endOlderChecks } from './reporting/end-older-checks.ts';
import { showCheck, showComment } from './reporting/publish.ts';

export type DeliverBranchPorts = DeliverPorts &
  BreachPorts & {
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
  await ports.git.fetch(repository, [head]);
  await holdBreaches(ports, run.signal, { repository, branch, head });
  await wakeProposals(ports, work, head);
  await settleProposals(ports, repository, branch, ({ rollback }) => rollback === true);
  const held = await keepHeld(ports, run, work);
  if (held) await withdrawProposals(ports, repository, branch, held);
  else await settleProposals(ports, repository, branch);
  if (await isKnown(ports, work, head, run)) return;
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
  ports: DeliverBranchPorts,
  { repository, branch, again }: DeliverBranch,
  head: string,
  run: Run,
): Promise<boolean> {
  const station = again ? undefined : await ports.roads.at(repository, branch);
  if (!station || (await freedRelease(ports, repository, station))) return false;
  const { environment } = station;
  return ports.history.isHandled({ repository, environment, head }, run.id);
}

/** What holds the branch's environment, where something does: what runs there is put back where a person's merge brought something else. */
async function keepHeld(
  ports: DeliverBranchPorts,
  run: Run,
  { repository, branch }: DeliverBranch,
): Promise<Held | undefined> {
  const station = await ports.roads.at(repository, branch);
  const held = station && (await heldAt(ports, repository, station));
  if (!station || !held) return undefined;
  const { environment } = station;
  const back = await keepRunning(ports, run.signal, { repository, environment, held });
  if (back) await tellPutBack(ports, held, back);
  return held;
}

type Tip = Omit<Head, 'environment' | 'attempt'>;

async function deliverTip(ports: DeliverBranchPorts, run: Run, work: DeliverBranch, tip: Tip): Promise<void> {
  const { repository, branch, commit, configuration } = tip;
  const environment = environmentOfBranch(configuration, branch)?.name;
  if (!environment) return;
  const left = (await ports.roads.at(repository, branch))?.nextBranch;
  const station = stationOf(configuration, environment, branch);
  const { nextBranch } = station;
  await ports.roads.remember(repository, station);
  // A promotion that this road does not lead to any more is told.
  if (left && left !== nextBranch)
    await ports.queue.enqueue({ kind: 'offer-promotion', repository, branch: left });
  if (work.created && !(await isWanted(ports, repository, environment, commit))) return;
  const subject = { repository, environment, head: commit };
  const attempt = await run.describe(subject);
  await endOlderChecks(ports, subject);
  const freed = await freedRelease(ports, repository, station);
  if (!work.again && !freed && (await ports.history.isHandled(subject, run.id))) return;
  const head: Head = { ...tip, environment, attempt };
  const delivered = await deliverHead(ports, run, head);
  await tell(ports, head, delivered, work.again ?? false);
  const isOther = delivered.kind === 'refused' || delivered.kind === 'unchanged';
  const released = isOther && freed ? await deployFreed(ports, run, head, freed) : undefined;
  if (released) await tell(ports, head, released, true);
  if (delivered.kind === 'deployed' || delivered.kind === 'unchanged')
    await withdrawProposals(ports, repository, branch);
  await ports.queue.enqueue({ kind: 'offer-promotion', repository, branch });
  const { cluster } = configuration.environments.find(({ name }) => name === environment) ?? {};
  const isDeployed = (released ?? delivered).kind === 'deployed';
  if (isDeployed && cluster !== undefined)
    await ports.queue.enqueue({ kind: 'follow-rollout', repository, environment });
  if (isDeployed && nextBranch) {
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
  if (delivered.kind === 'withheld')
    return brought ? undefined : say(ports, head, undefined, withheldComment(report));
  if (delivered.pushedOver) return say(ports, head, undefined, deployedComment(report));
  if (again || delivered.wasWithheld) await say(ports, head, brought, deployedComment(report));
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

import { z } from 'zod';
import type { Configuration } from '../domain/configuration/configuration.ts';
import { environmentOfBranch, nextEnvironment } from '../domain/configuration/environment-order.ts';
import { marker } from '../domain/names.ts';
import type { RepositoryRef } from '../domain/repository-ref.ts';
import { deliveryRefusedComment, unreadableHeadComment } from '../domain/texts/delivery.ts';
import type { ConvergeEnvironment } from '../domain/work.ts';
import type { Log } from '../ports/log.ts';
import type { Queue } from '../ports/queue.ts';
import type { Roads } from '../ports/records.ts';
import type { Run, RunHistory } from '../ports/run.ts';
import { type Delivered, type DeliverPorts, deliverHead, type Head } from './deliver-head.ts';
import { offerPromotion, type PromotionPorts } from './offer-promotion.ts';
import { publish, showCheck } from './publish.ts';
import { readConfiguration } from './read-configuration.ts';

export interface ConvergePorts extends DeliverPorts, PromotionPorts {
  readonly roads: Roads;
  readonly queue: Queue;
  readonly history: RunHistory;
  readonly log: Log;
}

const pinSchema = z.object({ head: z.string().nullable() });

/**
 * Brings an environment to where its branch is: delivers the branch's head unless that is done, then offers the promotion into it from
 * the environment before. What it deployed is offered further. A branch that is no environment is none of our business.
 */
export async function convergeEnvironment(
  ports: ConvergePorts,
  work: ConvergeEnvironment,
  run: Run,
): Promise<void> {
  const { repository, branch } = work;
  const { head } = await run.step('pin', pinSchema, async () => ({
    head: (await ports.git.heads(repository, [branch])).get(branch) ?? null,
  }));
  if (head === null) return;
  await ports.git.fetch(repository, [head]);
  const found = await readConfiguration(ports.git, repository, head);
  if (found.kind === 'ok')
    await converge(ports, run, { repository, branch, commit: head, configuration: found.configuration });
  if (found.kind === 'mistakes') await tellMistakes(ports, work, head, found.mistakes);
  for (const station of await ports.roads.into(repository, branch)) {
    await offerPromotion(ports, run, station, { repository, branch, head });
  }
}

type Tip = Omit<Head, 'environment' | 'attempt'>;

async function converge(ports: ConvergePorts, run: Run, tip: Tip): Promise<void> {
  const { repository, branch, commit, configuration } = tip;
  const environment = environmentOfBranch(configuration, branch)?.name;
  if (!environment) return;
  const nextBranch = nextEnvironment(configuration, environment)?.branch;
  await ports.roads.remember(repository, { branch, environment, nextBranch });
  const attempt = await run.describe({ repository, environment, head: commit });
  if (await ports.history.isHandled({ repository, environment, head: commit }, run.id)) return;
  const head: Head = { ...tip, environment, attempt };
  const delivered = await deliverHead(ports, run, head);
  await tell(ports, head, delivered);
  if (delivered.kind === 'deployed') await offerFurther(ports, repository, configuration, environment);
}

async function offerFurther(
  { queue }: ConvergePorts,
  repository: RepositoryRef,
  configuration: Configuration,
  environment: string,
): Promise<void> {
  const next = nextEnvironment(configuration, environment);
  if (next) await queue.enqueue({ kind: 'converge-environment', repository, branch: next.branch });
}

/** Says what came of a head: on its check, on the pull request that brought it, or, for a direct push that failed, on the commit. */
async function tell(
  ports: ConvergePorts,
  { repository, environment, commit }: Head,
  delivered: Delivered,
): Promise<void> {
  if (delivered.kind === 'unchanged' || delivered.kind === 'overtaken') return;
  const { report, brought } = delivered;
  await showCheck(ports.checks, { repository, head: commit }, report);
  if (delivered.kind === 'deployed') {
    if (brought)
      await publish(ports, { repository, head: brought.head.commit, pullRequest: brought.number }, report);
    return;
  }
  const body = deliveryRefusedComment(report, commit);
  const ours = marker('deployment', environment);
  if (brought) await ports.comments.ensureComment(repository, brought.number, ours, body);
  else await ports.comments.ensureCommitComment(repository, commit, ours, body);
}

/** A head whose configuration can't be read deploys nothing; its author is told on the commit, where it is an environment that we know. */
async function tellMistakes(
  ports: ConvergePorts,
  { repository, branch }: ConvergeEnvironment,
  head: string,
  mistakes: Parameters<typeof unreadableHeadComment>[1],
): Promise<void> {
  const station = (await ports.roads.list()).find(
    ({ repository: known, station: { branch: its } }) =>
      its === branch && known.owner === repository.owner && known.name === repository.name,
  )?.station;
  if (!station) return;
  await ports.comments.ensureCommitComment(
    repository,
    head,
    marker('deployment', station.environment),
    unreadableHeadComment(station.environment, mistakes),
  );
}

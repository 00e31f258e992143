import type { ApproveRunCommand } from '../../domain/commands/specs/approve-run.ts';
import { headNamed } from '../../domain/runs/approved-run.ts';
import type { Answer } from '../../domain/texts/commands/answer.ts';
import {
  approvedRunAnswer,
  headNotMeantAnswer,
  noForkAnswer,
} from '../../domain/texts/commands/approve-run.ts';
import type { RunCommand } from '../../domain/work.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ForgeLinks, PullRequests } from '../../ports/forge.ts';
import type { Queue } from '../../ports/queue.ts';
import type { ApprovedRuns } from '../../ports/records.ts';
import type { RunHistory } from '../../ports/run.ts';
import { pullRequestHere } from './pull-request-here.ts';

export interface ApproveRunPorts {
  readonly pullRequests: PullRequests;
  readonly approvedRuns: ApprovedRuns;
  readonly history: RunHistory;
  readonly queue: Queue;
  readonly links: ForgeLinks;
  readonly clock: Clock;
}

/** Lets the head of a pull request from a fork run, where it is surely the one that was named. What is pushed later is another head. */
export async function approveRun(
  ports: ApproveRunPorts,
  command: RunCommand,
  { head: written }: ApproveRunCommand,
): Promise<Answer> {
  const { repository, by } = command;
  const pull = await pullRequestHere(ports, command);
  if ('text' in pull) return pull;
  if (!pull.fork) return noForkAnswer();
  const { number, base } = pull;
  const head = pull.head.commit;
  const told = await ports.history.environmentsOf(repository, number);
  const { kind } = headNamed(written, { current: head, shown: told.flatMap(({ heads }) => heads) });
  if (kind !== 'meant') return headNotMeantAnswer(written, head, kind);
  const at = ports.clock.now().toISOString();
  const comment = ports.links.comment(repository, command);
  await ports.approvedRuns.save(repository, { pullRequest: number, head, by, at, comment });
  const test = { kind: 'test-pull-request', repository, number, head, base: base.branch } as const;
  await ports.queue.enqueue({ ...test, again: false, judge: true });
  return approvedRunAnswer(head);
}

import type { RunExperimentCommand } from '../../domain/commands/specs/run.ts';
import type { Answer } from '../../domain/texts/commands/answer.ts';
import { waitsForLeaveAnswer } from '../../domain/texts/commands/retry.ts';
import { experimentBeginsAnswer } from '../../domain/texts/commands/run.ts';
import type { RunCommand } from '../../domain/work.ts';
import type { PullRequests } from '../../ports/forge.ts';
import type { Queue } from '../../ports/queue.ts';
import type { ApprovedRuns } from '../../ports/records.ts';
import { pullRequestHere } from './pull-request-here.ts';

export interface ExperimentCommandPorts {
  readonly pullRequests: PullRequests;
  readonly approvedRuns: ApprovedRuns;
  readonly queue: Queue;
}

/** Has the test of a pull request's head run with other parameters. */
export async function beginExperiment(
  ports: ExperimentCommandPorts,
  command: RunCommand,
  { parameters }: RunExperimentCommand,
): Promise<Answer> {
  const { repository, id, by } = command;
  const pull = await pullRequestHere(ports, command);
  if ('text' in pull) return pull;
  const { number, base, fork } = pull;
  const head = pull.head.commit;
  if (fork && !(await ports.approvedRuns.find(repository, number, head))) return waitsForLeaveAnswer(head);
  await ports.queue.enqueue({
    ...{ kind: 'run-experiment', repository, number, head, base: base.branch },
    ...{ id, by, parameters },
  });
  return experimentBeginsAnswer(head);
}

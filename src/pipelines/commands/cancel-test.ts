import type { Answer } from '../../domain/texts/commands/answer.ts';
import { cancelledAnswer, nothingRunsAnswer } from '../../domain/texts/commands/cancel.ts';
import type { RunCommand } from '../../domain/work.ts';
import type { ForgeLinks, PullRequests } from '../../ports/forge.ts';
import type { Queue } from '../../ports/queue.ts';
import { pullRequestHere } from './pull-request-here.ts';

export interface CancelPorts {
  readonly pullRequests: PullRequests;
  readonly queue: Queue;
  readonly links: ForgeLinks;
}

/** Ends the test of a pull request that runs or waits. What takes its place says so on the check and in the comment. */
export async function cancelTest(ports: CancelPorts, command: RunCommand): Promise<Answer> {
  const { repository, by } = command;
  const pull = await pullRequestHere(ports, command);
  if ('text' in pull) return pull;
  const { number, base } = pull;
  const head = pull.head.commit;
  const cancelled = { by, comment: ports.links.comment(repository, command) };
  const test = { kind: 'test-pull-request', repository, number, head, base: base.branch } as const;
  const any = await ports.queue.replace({ ...test, again: false, cancelled });
  return any ? cancelledAnswer(head) : nothingRunsAnswer();
}

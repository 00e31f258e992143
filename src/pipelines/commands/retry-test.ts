import type { RetryCommand } from '../../domain/commands/specs/retry.ts';
import type { RepositoryRef } from '../../domain/repository-ref.ts';
import type { RecordedImage } from '../../domain/test-result.ts';
import type { Answer } from '../../domain/texts/commands/answer.ts';
import {
  imageStaysAnswer,
  retryAnswer,
  underWayAnswer,
  waitsForLeaveAnswer,
} from '../../domain/texts/commands/retry.ts';
import type { RunCommand } from '../../domain/work.ts';
import type { PullRequest, PullRequests } from '../../ports/forge.ts';
import type { Queue } from '../../ports/queue.ts';
import type { ApprovedRuns, ImageRecords, PullRequestRecords, TestResults } from '../../ports/records.ts';
import type { RunHistory } from '../../ports/run.ts';
import { pullRequestHere } from './pull-request-here.ts';

export interface RetryPorts {
  readonly pullRequests: PullRequests;
  readonly approvedRuns: ApprovedRuns;
  readonly records: PullRequestRecords;
  readonly results: TestResults;
  readonly images: ImageRecords;
  readonly history: RunHistory;
  readonly queue: Queue;
}

/** Runs the test of a pull request's head again. An image that was kept stays; one that was not is built, on request without the build cache. */
export async function retryTest(
  ports: RetryPorts,
  command: RunCommand,
  { what }: RetryCommand,
): Promise<Answer> {
  const { repository } = command;
  const pull = await pullRequestHere(ports, command);
  if ('text' in pull) return pull;
  const { number, base, fork } = pull;
  const head = pull.head.commit;
  if (fork && !(await ports.approvedRuns.find(repository, number, head))) return waitsForLeaveAnswer(head);
  if (await ports.history.isUnderWay(repository, number)) return underWayAnswer();
  const image = await imageOf(ports, repository, pull);
  if (what === 'build' && image) return imageStaysAnswer(head, image);
  const test = { kind: 'test-pull-request', repository, number, head, base: base.branch } as const;
  await ports.queue.enqueue({ ...test, again: true, ...(what === 'build' && { fresh: true }) });
  return retryAnswer(head, what, image !== undefined);
}

/** The image that its head would be tested in, as far as its last test tells. */
async function imageOf(
  { history, records, results, images }: RetryPorts,
  repository: RepositoryRef,
  { number, head: { commit } }: PullRequest,
): Promise<RecordedImage | undefined> {
  const told = await history.environmentsOf(repository, number);
  for (const { environment, heads } of told) {
    const record = heads.includes(commit) && (await records.find(repository, environment, commit));
    if (!record) continue;
    const { testResult, sourceTree } = record;
    const result = testResult === undefined ? undefined : await results.get(repository, testResult);
    return result?.image ?? images.find(repository, sourceTree);
  }
  return undefined;
}

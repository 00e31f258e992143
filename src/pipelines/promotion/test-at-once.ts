import type { RepositoryRef } from '../../domain/repository-ref.ts';
import { type TestPullRequest, workKey } from '../../domain/work.ts';
import type { Queue } from '../../ports/queue.ts';

/** Lets a pull request of Tailrace's own have its check without waiting for the forge to tell of it. */
export async function testAtOnce(
  queue: Queue,
  repository: RepositoryRef,
  number: number,
  { head, base }: { readonly head: string; readonly base: string },
): Promise<void> {
  const test: TestPullRequest = { kind: 'test-pull-request', repository, number, head, base, again: false };
  await queue.enqueue(test);
  await queue.supersede(workKey(test), head);
}

import type { ForgeEvent } from '../domain/events.ts';
import { isOwnBranch, isQueueBranch } from '../domain/names.ts';
import { commandsIn, workAfter, workFor, workKey } from '../domain/work.ts';
import type { Queue } from '../ports/queue.ts';

/** Turns an event into work. A newer head ends the run of an older one that is still testing. */
export async function handleEvent({ queue }: { readonly queue: Queue }, event: ForgeEvent): Promise<void> {
  if (event.kind === 'comment') {
    for (const work of commandsIn(event)) await queue.enqueue(work);
    return;
  }
  if (event.kind === 'decision') {
    const offer = workAfter(event);
    return offer && queue.enqueue(offer);
  }
  const work = workFor(event);
  switch (event.kind) {
    case 'push':
      if (isOwnBranch(event.branch) || isQueueBranch(event.branch)) return;
      await queue.enqueue(work);
      return queue.supersede(workKey(work), event.head);
    case 'pull-request':
      await queue.enqueue(work);
      if (event.from !== undefined) await queue.end(workKey(workFor({ ...event, base: event.from })));
      return queue.supersede(workKey(work), event.head);
    case 'rerun':
      await queue.enqueue(work);
      return queue.supersede(workKey(work), event.head);
    case 'branch-deleted':
      if (isOwnBranch(event.branch) || isQueueBranch(event.branch)) return;
      await queue.enqueue(work);
      return queue.end(workKey(work));
    case 'rerun-commit':
      return queue.enqueue(work);
    case 'merge-group':
      if (event.ended) return queue.end(workKey(work), event.head);
      await queue.enqueue(work);
      return queue.supersede(workKey(work), event.head);
  }
}

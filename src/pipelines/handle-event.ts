import type { ForgeEvent } from '../domain/events.ts';
import { isOwnBranch, isQueueBranch } from '../domain/names.ts';
import { workFor, workKey } from '../domain/work.ts';
import type { Queue } from '../ports/queue.ts';

/** Turns an event into work. A newer head ends the run of an older one that is still testing, and a branch that went those of all heads. */
export async function handleEvent(ports: { readonly queue: Queue }, event: ForgeEvent): Promise<void> {
  if ('branch' in event && (isOwnBranch(event.branch) || isQueueBranch(event.branch))) return;
  const work = workFor(event);
  await ports.queue.enqueue(work);
  if (event.kind === 'rerun-commit') return;
  await ports.queue.supersede(workKey(work), event.kind === 'branch-deleted' ? undefined : event.head);
}

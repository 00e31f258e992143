import type { ForgeEvent } from '../domain/events.ts';
import { isOwnBranch } from '../domain/names.ts';
import { workFor, workKey } from '../domain/work.ts';
import type { Queue } from '../ports/queue.ts';

/** Turns an event into work. A newer head ends the run of an older one that is still testing. */
export async function handleEvent(ports: { readonly queue: Queue }, event: ForgeEvent): Promise<void> {
  if (event.kind === 'push' && isOwnBranch(event.branch)) return;
  const work = workFor(event);
  await ports.queue.enqueue(work);
  await ports.queue.supersede(workKey(work), event.head);
}

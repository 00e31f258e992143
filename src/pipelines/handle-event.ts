import type { DecisionEvent, ForgeEvent } from '../domain/events.ts';
import { isManifestsBranch, isOwnBranch, isQueueBranch, isRollbackBranch } from '../domain/names.ts';
import { commandsIn, workAfter, workFor, workKey } from '../domain/work.ts';
import type { Clock } from '../ports/clock.ts';
import type { Queue } from '../ports/queue.ts';
import type { Proposals } from '../ports/records.ts';
import { wake } from './proposals/wake-proposals.ts';

export interface EventPorts {
  readonly queue: Queue;
  readonly proposals: Pick<Proposals, 'into'>;
  readonly clock: Clock;
}

/** Turns an event into work. A newer head ends the run of an older one that is still testing. */
export async function handleEvent(ports: EventPorts, event: ForgeEvent): Promise<void> {
  const { queue } = ports;
  if (event.kind === 'comment') {
    for (const work of commandsIn(event, ports.clock.now())) await queue.enqueue(work);
    return;
  }
  if (event.kind === 'decision') return handleDecision(ports, event);
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
    case 'review':
    case 'rerun-commit':
      return queue.enqueue(work);
    case 'merge-group':
      if (event.ended) return queue.end(workKey(work), event.head);
      await queue.enqueue(work);
      return queue.supersede(workKey(work), event.head);
  }
}

/** Merges are told by pushes; of a pull request with manifests it counts too that somebody closed or reopened it. */
async function handleDecision({ queue, proposals }: EventPorts, event: DecisionEvent): Promise<void> {
  const offer = workAfter(event);
  if (offer) await queue.enqueue(offer);
  if (!isManifestsBranch(event.head) && !isRollbackBranch(event.head)) return;
  for (const waiting of await proposals.into(event.repository, event.base)) await wake(queue, waiting);
}

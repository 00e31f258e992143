import { heldNow } from '../../domain/holds/held-now.ts';
import type { Held } from '../../domain/holds/hold.ts';
import type { Deployment, Station } from '../../domain/release.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Locks } from '../../ports/locks.ts';
import type { Queue } from '../../ports/queue.ts';
import type { Deployments, Holds, Withdrawals } from '../../ports/records.ts';
import type { Asking } from './asking.ts';
import { newestGood } from './freed-release.ts';
import { writingKey } from './held-at.ts';
import { lookAtEnvironment } from './look-at-environment.ts';

export interface EndHoldPorts {
  readonly holds: Holds;
  readonly deployments: Deployments;
  readonly withdrawals: Withdrawals;
  readonly locks: Locks;
  readonly queue: Queue;
  readonly clock: Clock;
}

export type HoldEnd =
  | { readonly kind: 'not held' }
  /** A freeze of the configuration goes on. */
  | { readonly kind: 'frozen'; readonly held: Held }
  | {
      readonly kind: 'ended';
      /** What runs there, and what is deployed now; undefined where that is the same. */
      readonly running: Deployment | undefined;
      readonly next: Deployment | undefined;
      readonly frozen: Held | undefined;
    };

/** Ends everybody's holds of an environment, and has its branch's newest good release deployed. */
export async function endHold(ports: EndHoldPorts, asking: Asking, station: Station): Promise<HoldEnd> {
  const { repository, signal } = asking;
  const { environment } = station;
  const end = await ports.locks.alone(writingKey(repository, environment), signal, () =>
    endAlone(ports, asking, station),
  );
  if (end.kind === 'ended') await lookAtEnvironment(ports.queue, repository, station);
  return end;
}

async function endAlone(
  ports: EndHoldPorts,
  { repository }: Asking,
  { environment, freeze = [], timezone = 'UTC' }: Station,
): Promise<HoldEnd> {
  const now = ports.clock.now();
  const open = await ports.holds.open(repository, environment);
  const frozen = heldNow({ holds: [], freeze, timezone }, now);
  if (open.length === 0) return frozen ? { kind: 'frozen', held: frozen } : { kind: 'not held' };
  const newest = await newestGood(ports, repository, environment);
  const running = await ports.deployments.current(repository, environment);
  const isOther = newest?.release.commit !== running?.release.commit;
  await ports.holds.end(
    repository,
    open.map(({ id }) => id),
    now,
  );
  return { kind: 'ended', running, next: isOther ? newest : undefined, frozen };
}

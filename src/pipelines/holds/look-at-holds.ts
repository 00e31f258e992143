import { isDeepStrictEqual } from 'node:util';
import { heldNow } from '../../domain/holds/held-now.ts';
import type { Station } from '../../domain/release.ts';
import { formatRepository, type RepositoryRef } from '../../domain/repository-ref.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Queue } from '../../ports/queue.ts';
import type { Holds, Roads } from '../../ports/records.ts';
import { lookAtEnvironment } from './look-at-environment.ts';

export interface DuePorts {
  readonly holds: Holds;
  readonly roads: Roads;
  readonly queue: Queue;
  readonly clock: Clock;
}

/**
 * Looks what the time has brought: ends holds whose time has come, and has every environment looked at whose holds or freezes are others
 * than when this looked last.
 */
export async function lookAtHolds(ports: DuePorts): Promise<void> {
  const now = ports.clock.now();
  const due = await ports.holds.due(now);
  for (const { repository, station } of await ports.roads.list()) {
    const full = formatRepository(repository);
    const over = due
      .filter((each) => formatRepository(each.repository) === full)
      .flatMap(({ hold: { id, environment } }) => (environment === station.environment ? [id] : []));
    await look(ports, now, { repository, station, over });
  }
}

interface Looked {
  readonly repository: RepositoryRef;
  readonly station: Station;
  /** The holds whose time has come; one may have begun since this looked last. */
  readonly over: readonly string[];
}

/** They are ended last: what is cut off is done again. */
async function look(
  { holds, queue }: DuePorts,
  now: Date,
  { repository, station, over }: Looked,
): Promise<void> {
  const { environment, freeze = [], timezone = 'UTC' } = station;
  const open = await holds.open(repository, environment);
  const held = heldNow({ holds: open, freeze, timezone }, now);
  const isSame = isDeepStrictEqual(await holds.seen(repository, environment), held);
  if (isSame && over.length === 0) return;
  await lookAtEnvironment(queue, repository, station);
  await holds.see(repository, environment, held);
  if (over.length > 0) await holds.end(repository, over, now);
}

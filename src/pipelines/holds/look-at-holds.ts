import { isDeepStrictEqual } from 'node:util';
import { heldNow } from '../../domain/holds/held-now.ts';
import type { Station } from '../../domain/release.ts';
import type { RepositoryRef } from '../../domain/repository-ref.ts';
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
  for (const { repository, hold } of await ports.holds.due(now))
    await ports.holds.end(repository, [hold.id], now);
  for (const { repository, station } of await ports.roads.list()) await look(ports, now, repository, station);
}

async function look(
  { holds, queue }: DuePorts,
  now: Date,
  repository: RepositoryRef,
  station: Station,
): Promise<void> {
  const { environment, freeze = [], timezone = 'UTC' } = station;
  const open = await holds.open(repository, environment);
  const held = heldNow({ holds: open, freeze, timezone }, now);
  if (isDeepStrictEqual(await holds.seen(repository, environment), held)) return;
  await lookAtEnvironment(queue, repository, station);
  await holds.see(repository, environment, held);
}

import { heldNow } from '../../domain/holds/held-now.ts';
import type { Held } from '../../domain/holds/hold.ts';
import type { Station } from '../../domain/release.ts';
import { formatRepository, type RepositoryRef } from '../../domain/repository-ref.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Holds } from '../../ports/records.ts';

export interface HeldPorts {
  readonly holds: Pick<Holds, 'open'>;
  readonly clock: Clock;
}

/** Whether an environment is held now, by people or by a freeze of its configuration. */
export async function heldAt(
  { holds, clock }: HeldPorts,
  repository: RepositoryRef,
  { environment, freeze = [], timezone = 'UTC' }: Pick<Station, 'environment' | 'freeze' | 'timezone'>,
): Promise<Held | undefined> {
  const open = await holds.open(repository, environment);
  return heldNow({ holds: open, freeze, timezone }, clock.now());
}

/** Who holds the lock of this name alone brings something into the environment, or decides that nothing comes. */
export function writingKey(repository: RepositoryRef, environment: string): string {
  return `writing:${formatRepository(repository)}@${environment}`;
}

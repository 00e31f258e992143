import type { Held } from '../../domain/holds/hold.ts';
import { PersonError } from '../../domain/person-error.ts';
import type { Deployment } from '../../domain/release.ts';
import type { RepositoryRef } from '../../domain/repository-ref.ts';
import { putBackMessage } from '../../domain/texts/holds.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Git } from '../../ports/git.ts';
import type { Locks } from '../../ports/locks.ts';
import type { Deployments, Holds } from '../../ports/records.ts';
import { headOfLocation } from '../manifests/head-of-location.ts';
import { recordedManifests } from '../manifests/recorded-manifests.ts';
import { manifestsOn, writeElsewhere } from '../manifests/write-manifests.ts';
import { explainRefusal } from '../reporting/explain-refusal.ts';
import { writingKey } from './held-at.ts';
import type { PutBack } from './tell-put-back.ts';

export interface KeepPorts {
  readonly git: Git;
  readonly locks: Locks;
  readonly clock: Clock;
  readonly deployments: Deployments;
  readonly holds: Pick<Holds, 'open'>;
}

/**
 * Puts the manifests that run in a held environment back where others lie by now: a person's merge or push brought them. Undefined where
 * they lie there.
 */
export async function keepRunning(
  ports: KeepPorts,
  signal: AbortSignal,
  { repository, environment, held }: { repository: RepositoryRef; environment: string; held: Held },
): Promise<PutBack | undefined> {
  return ports.locks.alone(writingKey(repository, environment), signal, async () => {
    const running = await ports.deployments.current(repository, environment);
    if (!running?.manifests || (await isBeingRolledBack(ports, repository, running))) return undefined;
    const { manifests: location } = running;
    const strange = await headOfLocation(ports.git, location);
    const recorded = await recordedManifests(ports.git, running, location);
    if (!recorded) return undefined;
    const message = putBackMessage(environment, running.release, held);
    const wanted = { manifests: recorded, message, at: ports.clock.now().toISOString() };
    if ((await manifestsOn(ports.git, strange, wanted)) === strange) return undefined;
    return { running, location, strange, result: await write(ports, wanted, signal) };
  });
}

async function write(
  ports: KeepPorts,
  wanted: Parameters<typeof writeElsewhere>[1],
  signal: AbortSignal,
): Promise<PutBack['result']> {
  try {
    const commit = await writeElsewhere(ports, wanted, signal).catch((error: unknown) =>
      explainRefusal(error, 'manifests'),
    );
    return { commit };
  } catch (error) {
    if (error instanceof PersonError) return error;
    throw error;
  }
}

/** What a rollback has begun it ends itself: it placed its hold first, and records the deployment last. */
async function isBeingRolledBack(
  { holds, deployments }: KeepPorts,
  repository: RepositoryRef,
  { environment }: Deployment,
): Promise<boolean> {
  const rollbacks = (await holds.open(repository, environment)).filter(({ wentBack }) => wentBack);
  if (rollbacks.length === 0) return false;
  const done = new Set((await deployments.list(repository, environment, 50)).map(({ run }) => run));
  return rollbacks.some(({ id }) => !done.has(id));
}

import type { RepositoryRef } from '../../domain/repository-ref.ts';
import type { Rollout } from '../../domain/rollout/rollout.ts';
import { workKey } from '../../domain/work.ts';
import type { Clusters, RolloutTarget } from '../../ports/cluster.ts';
import type { Log } from '../../ports/log.ts';
import type { Queue } from '../../ports/queue.ts';
import type { Rollouts } from '../../ports/records.ts';

export interface WatchPorts {
  readonly clusters: Clusters;
  readonly rollouts: Rollouts;
  readonly queue: Queue;
  readonly log: Log;
}

/** The watches of this process. After a restart, whoever looks at an open rollout begins one again. */
export interface RolloutWatches {
  /** Has an open rollout looked at after every change in its cluster. */
  ensure(repository: RepositoryRef, rollout: Rollout): void;
  end(repository: RepositoryRef, environment: string): void;
  stop(): void;
}

export function rolloutWatches(ports: WatchPorts): RolloutWatches {
  const running = new Map<string, { readonly target: RolloutTarget; stop(): void }>();
  const end = (key: string) => {
    running.get(key)?.stop();
    running.delete(key);
  };
  return {
    ensure(repository, { environment, target }) {
      const work = { kind: 'follow-rollout', repository, environment } as const;
      const key = workKey(work);
      const known = running.get(key);
      if (known && isSame(known.target, target)) return;
      end(key);
      const onChange = coalesced(async () => {
        // Another process may have seen the end of it.
        const isOpen = (await ports.rollouts.find(repository, environment))?.state === 'open';
        if (isOpen) await ports.queue.enqueue(work);
        else end(key);
      }, ports.log);
      running.set(key, { target, ...ports.clusters.watch(target, onChange) });
    },
    end: (repository, environment) => end(workKey({ kind: 'follow-rollout', repository, environment })),
    stop() {
      for (const key of [...running.keys()]) end(key);
    },
  };
}

function isSame(one: RolloutTarget, other: RolloutTarget): boolean {
  return (
    one.cluster === other.cluster && one.namespace === other.namespace && one.deployment === other.deployment
  );
}

/** Runs the action at once, and once more where it was asked for meanwhile. What fails is tried at the next change, or by the reconciler. */
function coalesced(action: () => Promise<void>, log: Log): () => void {
  let current: Promise<void> | undefined;
  let again = false;
  const run = async () => {
    do {
      again = false;
      await action().catch((error: unknown) =>
        log.warn({ err: error }, 'a change in a cluster was not taken'),
      );
    } while (again);
    current = undefined;
  };
  return () => {
    if (current) again = true;
    else current = run();
  };
}

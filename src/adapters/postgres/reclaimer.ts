import { reclaimFromDead } from './claims.ts';
import type { EngineContext } from './engine-context.ts';

/** Puts back the jobs of dead processes, once. Throws where the database can't be asked. */
export async function reclaim({ pool, boss, worker, log, wake }: EngineContext): Promise<void> {
  for (const job of await reclaimFromDead(pool, boss, worker)) {
    log.warn({ job: job.id, queue: job.queue }, 'a job of a dead process is taken over');
    wake(job.queue);
  }
}

/** Goes on doing so. Gives what ends it. */
export function keepReclaiming(engine: EngineContext): () => void {
  const timer = setInterval(() => {
    reclaim(engine).catch((error) =>
      engine.log.warn({ err: error }, 'jobs of dead processes could not be looked for'),
    );
  }, engine.timing.reclaimInterval);
  return () => clearInterval(timer);
}

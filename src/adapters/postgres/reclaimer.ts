import { reclaimFromDead, reclaimUnclaimed } from './claims.ts';
import type { EngineContext } from './engine-context.ts';
import { othersAreAlive } from './worker-identity.ts';

/** How long a job may be taken without a claim, in milliseconds; a living process needs a few. */
const usualGrace = 3_000;

/** Puts back the jobs of dead processes before our own workers start. Throws where the database can't be asked. */
export async function reclaimAtStart(engine: EngineContext): Promise<void> {
  await reclaim(engine, (await othersAreAlive(engine.pool)) ? usualGrace : 0);
}

/** Goes on doing so. Gives what ends it. */
export function keepReclaiming(engine: EngineContext): () => void {
  const timer = setInterval(() => {
    reclaim(engine, usualGrace).catch((error) =>
      engine.log.warn({ err: error }, 'jobs of dead processes could not be looked for'),
    );
  }, engine.timing.reclaimInterval);
  return () => clearInterval(timer);
}

async function reclaim({ pool, boss, worker, log, wake }: EngineContext, grace: number): Promise<void> {
  const jobs = [
    ...(await reclaimFromDead(pool, boss, worker)),
    ...(await reclaimUnclaimed(pool, boss, grace)),
  ];
  for (const job of jobs) {
    log.warn({ job: job.id, queue: job.queue }, 'a job of a dead process is taken over');
    wake(job.queue);
  }
}

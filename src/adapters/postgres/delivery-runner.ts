import { completeJob, type JobAttempt, putBackJob } from './boss.ts';
import { recordClaim, releaseClaim } from './claims.ts';
import { inTransaction } from './database.ts';
import {
  countDeliveryFailure,
  endDelivery,
  findOpenDelivery,
  type StoredDelivery,
} from './delivery-store.ts';
import type { EngineContext } from './engine-context.ts';

/** One attempt at a delivery. */
export async function performDelivery(engine: EngineContext, job: JobAttempt, id: string): Promise<void> {
  if (!(await recordClaim(engine.pool, job, engine.worker))) return;
  const delivery = await findOpenDelivery(engine.pool, id);
  try {
    if (delivery) await engine.handlers.delivery(delivery);
  } catch (error) {
    return settleError(engine, job, delivery, error);
  }
  await finish(engine, job, id);
}

async function settleError(
  engine: EngineContext,
  job: JobAttempt,
  delivery: StoredDelivery | undefined,
  error: unknown,
): Promise<void> {
  if (!delivery) throw error;
  const log = engine.log.child({ delivery: delivery.id, event: delivery.event });
  if (engine.stopping.aborted) return putBack(engine, job, 0);
  const delay = engine.timing.retryDelays[delivery.failures];
  if (delay === undefined) {
    log.error({ err: error, reference: delivery.id }, 'the delivery failed and is given up');
    return finish(engine, job, delivery.id);
  }
  log.warn({ err: error, delay }, 'the delivery failed and is tried again');
  await putBack(engine, job, delay, delivery.id);
}

async function finish({ pool, boss, clock }: EngineContext, job: JobAttempt, id: string): Promise<void> {
  await inTransaction(pool, async (client) => {
    await endDelivery(client, id, clock.now());
    await completeJob(boss, job, client);
    await releaseClaim(client, job);
  });
}

async function putBack(
  engine: EngineContext,
  job: JobAttempt,
  delay: number,
  failed?: string,
): Promise<void> {
  await inTransaction(engine.pool, async (client) => {
    if (failed !== undefined) await countDeliveryFailure(client, failed);
    await putBackJob(engine.boss, job, delay, client);
    await releaseClaim(client, job);
  });
  engine.wake(job.queue, delay);
}

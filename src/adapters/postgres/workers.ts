import type { Job } from 'pg-boss';
import type { QueueName } from './boss.ts';
import { completeJob, type JobAttempt } from './boss.ts';
import { performDelivery } from './delivery-runner.ts';
import { deliveryJobSchema } from './delivery-store.ts';
import type { EngineContext } from './engine-context.ts';
import { performWork } from './work-runner.ts';
import { workSchema } from './work-schema.ts';

/** NOTIFY brings new jobs at once; this finds what a lost notification left behind. */
const pollingSeconds = 2;

/** Starts `count` workers on a queue and gives their ids, by which they are woken. */
export function startWorkers(
  engine: EngineContext,
  queue: QueueName,
  count: number,
  busy: Set<Promise<void>>,
): Promise<readonly string[]> {
  const options = {
    ...{ pollingIntervalSeconds: pollingSeconds, notifyPollingIntervalSeconds: pollingSeconds },
    heartbeatRefreshSeconds: 1,
  };
  const work = async (jobs: Job<unknown>[]) => {
    const done = Promise.all(jobs.map((job) => perform(engine, queue, job))).then(() => undefined);
    busy.add(done);
    // The next job of the same key became free, so this worker looks again at once instead of after its interval.
    await done.finally(() => busy.delete(done)).finally(() => engine.wake(queue));
  };
  // One call each: `work` with a local concurrency gives one id only, and wakes one worker only.
  return Promise.all(Array.from({ length: count }, () => engine.boss.work<unknown>(queue, options, work)));
}

async function perform(engine: EngineContext, queue: QueueName, job: Job<unknown>): Promise<void> {
  const attempt = { queue, id: job.id, retryCount: job.retryCount };
  if (queue === 'deliveries') {
    return performDelivery(engine, attempt, deliveryJobSchema.parse(job.data).delivery);
  }
  const work = workSchema.safeParse(job.data);
  if (work.success) return performWork(engine, attempt, work.data, job.signal);
  engine.log.error(
    { err: work.error, job: job.id, data: job.data },
    'a job holds work that this version does not know',
  );
  await dropJob(engine, attempt);
}

async function dropJob(engine: EngineContext, job: JobAttempt): Promise<void> {
  await completeJob(engine.boss, job, engine.pool);
}

import { type Db, PgBoss } from 'pg-boss';
import { z } from 'zod';
import type { Log } from '../../ports/log.ts';
import type { Queryable } from './database.ts';

/** Deliveries, and three queues for work, so that no kind of run starves another: a command never waits for a build. */
export const queueNames = ['deliveries', 'tests', 'environments', 'commands'] as const;
export type QueueName = (typeof queueNames)[number];

/**
 * One attempt at a job. pg-boss raises its retry count at each claim after the first, so (id, retryCount) names the attempt and
 * an older one settles nothing (measured in pg-boss 12.38, `attemptFence`).
 */
export interface JobAttempt {
  readonly queue: QueueName;
  readonly id: string;
  readonly retryCount: number;
}

const day = 24 * 60 * 60;

/** What all our queues share. A job's retries are counted in our own rows, so pg-boss itself never gives one up. */
const queueOptions = {
  notify: true,
  retryLimit: 1_000_000,
  retryDelay: 1,
  retryBackoff: false,
  expireInSeconds: day - 60,
  retentionSeconds: 360 * day,
  deleteAfterSeconds: day,
  heartbeatSeconds: 10,
};

/** Starts pg-boss on the database (schema `pgboss`) with our queues. */
export async function startBoss(url: string, log: Log): Promise<PgBoss> {
  const boss = new PgBoss({
    ...{ connectionString: url, max: 5, application_name: 'tailrace-jobs' },
    ...{ useListenNotify: true, schedule: false, registerInstance: false, openTelemetry: { enabled: false } },
    // How soon the jobs of a host that went silent are put back: its last heartbeat, 10 s, and this.
    ...{ superviseIntervalSeconds: 5, monitorIntervalSeconds: 5 },
  });
  boss.on('error', (error) => log.warn({ err: error }, 'the job queue had an error'));
  boss.on('warning', ({ message, data }) => log.warn({ warning: message, data }, 'the job queue warns'));
  await boss.start();
  for (const name of queueNames) {
    // A strict order within a key: work that waits for its next try is not overtaken by newer work for the same environment.
    const policy = name === 'deliveries' ? 'standard' : 'key_strict_fifo';
    await boss.createQueue(name, { ...queueOptions, policy });
    // A queue that an older version made keeps its options otherwise.
    await boss.updateQueue(name, queueOptions);
  }
  return boss;
}

/** Lets pg-boss work inside a transaction of ours. */
export function within(client: Queryable): { readonly db: Db } {
  return { db: { executeSql: (text, values) => client.query(text, values) } };
}

const affectedSchema = z.object({ affected: z.number() });

/** Completes a job. False where this attempt does not hold it any more. */
export async function completeJob(boss: PgBoss, job: JobAttempt, client: Queryable): Promise<boolean> {
  const { affected } = affectedSchema.parse(await boss.complete(job.queue, job, null, within(client)));
  return affected > 0;
}

/** Lets the job wait for `delay` milliseconds and be claimed again then. Does nothing where another attempt holds it. */
export async function putBackJob(
  boss: PgBoss,
  job: JobAttempt,
  delay: number,
  client: Queryable,
): Promise<boolean> {
  const { affected } = affectedSchema.parse(
    await boss.fail(job.queue, job, { reason: 'put back' }, within(client)),
  );
  if (affected === 0) return false;
  const startAfter = `${delay} milliseconds`;
  await boss.update(job.queue, undefined, { id: job.id, startAfter, ...within(client) });
  return true;
}

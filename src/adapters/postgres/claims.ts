import type pg from 'pg';
import type { PgBoss } from 'pg-boss';
import { z } from 'zod';
import { type JobAttempt, putBackJob, queueNames } from './boss.ts';
import { inTransaction, type Queryable } from './database.ts';

/** Notes who works on a job. False where a newer attempt has been noted: then the caller woke up too late and must stop. */
export async function recordClaim(client: Queryable, job: JobAttempt, worker: string): Promise<boolean> {
  const { rowCount } = await client.query(
    `insert into tailrace.claim as known (job_id, queue, attempt, worker) values ($1, $2, $3, $4)
     on conflict (job_id) do update set attempt = excluded.attempt, worker = excluded.worker
     where known.attempt < excluded.attempt`,
    [job.id, job.queue, job.retryCount, worker],
  );
  return rowCount === 1;
}

export async function releaseClaim(client: Queryable, job: JobAttempt): Promise<void> {
  await client.query('delete from tailrace.claim where job_id = $1 and attempt = $2', [
    job.id,
    job.retryCount,
  ]);
}

const jobsSchema = z.array(
  z
    .object({ id: z.string(), queue: z.enum(queueNames), attempt: z.number() })
    .transform(({ id, queue, attempt }): JobAttempt => ({ queue, id, retryCount: attempt })),
);

/** Puts back what workers claimed that are not alive any more. Gives the jobs. */
export async function reclaimFromDead(
  pool: pg.Pool,
  boss: PgBoss,
  self: string,
): Promise<readonly JobAttempt[]> {
  const { rows } = await pool.query('select distinct worker from tailrace.claim where worker <> $1', [self]);
  const workers = z.array(z.object({ worker: z.string() })).parse(rows);
  const reclaimed: JobAttempt[] = [];
  for (const { worker } of workers) {
    reclaimed.push(...(await inTransaction(pool, (client) => reclaimFrom(client, boss, worker))));
  }
  return reclaimed;
}

async function reclaimFrom(client: Queryable, boss: PgBoss, worker: string): Promise<readonly JobAttempt[]> {
  const lock = await client.query('select pg_try_advisory_xact_lock(hashtextextended($1, 0)) as taken', [
    workerLock(worker),
  ]);
  return lock.rows[0]?.taken === true ? giveBackAll(client, boss, worker) : [];
}

/** Puts back everything that a worker claimed. */
export async function giveBackAll(
  client: Queryable,
  boss: PgBoss,
  worker: string,
): Promise<readonly JobAttempt[]> {
  const { rows } = await client.query(
    'delete from tailrace.claim where worker = $1 returning job_id as id, queue, attempt',
    [worker],
  );
  return putBackAll(client, boss, jobsSchema.parse(rows));
}

/**
 * Puts back jobs that somebody took more than `grace` milliseconds ago without noting a claim: it died between the two. One that
 * was only slow does no harm, since its attempt is not the newest then.
 */
export async function reclaimUnclaimed(
  pool: pg.Pool,
  boss: PgBoss,
  grace: number,
): Promise<readonly JobAttempt[]> {
  const { rows } = await pool.query(
    `select id, name as queue, retry_count as attempt from pgboss.job
     where name = any($1) and state = 'active' and started_on <= now() - $2 * interval '1 millisecond'
       and not exists (select from tailrace.claim where job_id = job.id)`,
    [queueNames, grace],
  );
  return inTransaction(pool, (client) => putBackAll(client, boss, jobsSchema.parse(rows)));
}

async function putBackAll(
  client: Queryable,
  boss: PgBoss,
  jobs: readonly JobAttempt[],
): Promise<readonly JobAttempt[]> {
  for (const job of jobs) await putBackJob(boss, job, 0, client);
  return jobs;
}

/** The name of the lock that a worker holds while it lives. */
export function workerLock(worker: string): string {
  return `tailrace:worker:${worker}`;
}

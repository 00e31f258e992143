import { z } from 'zod';
import { type Work, workKey } from '../../domain/work.ts';
import type { JobAttempt } from './boss.ts';
import type { Queryable } from './database.ts';

export type RunEnd = 'done' | 'failed' | 'superseded';

const openedSchema = z.object({
  status: z.enum(['open', 'done', 'failed', 'superseded']),
  failures: z.number(),
});
export type OpenedRun = z.infer<typeof openedSchema>;

/**
 * Opens the run of a job, or goes on with it. The attempt is its fence: whoever had it before writes nothing more.
 * Gives undefined where a later attempt has the run already.
 */
export async function openRun(
  client: Queryable,
  job: JobAttempt,
  work: Work,
  now: Date,
): Promise<OpenedRun | undefined> {
  const { rows } = await client.query(
    `insert into tailrace.run as known (id, queue, key, work, fence, started_at) values ($1, $2, $3, $4, $5, $6)
     on conflict (id) do update set fence = excluded.fence where known.fence < excluded.fence
     returning status, failures`,
    [job.id, job.queue, workKey(work), JSON.stringify(work), job.retryCount, now],
  );
  return rows.length === 0 ? undefined : openedSchema.parse(rows[0]);
}

/** Ends a run that is open and ours; others stay as they are. */
export async function endRun(client: Queryable, job: JobAttempt, status: RunEnd, now: Date): Promise<void> {
  await client.query(
    `update tailrace.run set status = $3, ended_at = $4 where id = $1 and fence = $2 and status = 'open'`,
    [job.id, job.retryCount, status, now],
  );
}

export async function countFailure(client: Queryable, job: JobAttempt): Promise<void> {
  await client.query(
    `update tailrace.run set failures = failures + 1 where id = $1 and fence = $2 and status = 'open'`,
    [job.id, job.retryCount],
  );
}

/** Locks the row of an open run of ours for the transaction. False where it is not ours any more. */
export async function lockRun(
  client: Queryable,
  job: Pick<JobAttempt, 'id' | 'retryCount'>,
): Promise<boolean> {
  const { rowCount } = await client.query(
    `select from tailrace.run where id = $1 and fence = $2 and status = 'open' for update`,
    [job.id, job.retryCount],
  );
  return rowCount === 1;
}

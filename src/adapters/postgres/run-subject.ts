import type pg from 'pg';
import { z } from 'zod';
import { formatRepository } from '../../domain/repository-ref.ts';
import { RunEnded, type RunSubject } from '../../ports/run.ts';
import type { JobAttempt } from './boss.ts';
import { inTransaction, type Queryable } from './database.ts';
import { lockRun } from './run-rows.ts';

/** Compares all columns of a run's subject but its head with the values of {@link subjectValues}, given as $1 to $5. */
export const samePlace =
  'repository = $1 and environment = $2 and pull_request is not distinct from $3 and merge_group = $5';

/** The head too. */
const sameSubject = `${samePlace} and head = $4`;

export function subjectValues(subject: RunSubject): readonly unknown[] {
  const { repository, environment, pullRequest, mergeGroup, head } = subject;
  return [formatRepository(repository), environment, pullRequest ?? null, head, mergeGroup ?? false];
}

/** Stores what the run is about and gives its attempt. Throws {@link RunEnded} where the run is not ours any more. */
export async function describeRun(pool: pg.Pool, job: JobAttempt, subject: RunSubject): Promise<number> {
  const values = subjectValues(subject);
  return inTransaction(pool, async (client) => {
    if (!(await lockRun(client, job))) throw new RunEnded('The run ended before it was described.');
    await client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
      `tailrace:subject:${values.join(' ')}`,
    ]);
    const attempt = await attemptOf(client, job, values);
    await client.query(
      `update tailrace.run set repository = $1, environment = $2, pull_request = $3, head = $4, merge_group = $5,
         attempt = $6
       where id = $7`,
      [...values, attempt, job.id],
    );
    return attempt;
  });
}

const attemptSchema = z.tuple([z.object({ own: z.number().nullable(), highest: z.number() })]);

async function attemptOf(client: Queryable, job: JobAttempt, values: readonly unknown[]): Promise<number> {
  const { rows } = await client.query(
    `select max(attempt) filter (where id = $6) as own, coalesce(max(attempt), 0) as highest
     from tailrace.run where ${sameSubject}`,
    [...values, job.id],
  );
  const [{ own, highest }] = attemptSchema.parse(rows);
  return own ?? highest + 1;
}

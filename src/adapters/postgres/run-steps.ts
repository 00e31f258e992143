import { z } from 'zod';
import { RunEnded } from '../../ports/run.ts';
import type { JobAttempt } from './boss.ts';
import type { Queryable } from './database.ts';

/** Outputs are wrapped, so that a step without an output is stored too. */
const storedSchema = z.object({ value: z.unknown().optional() });
const begunSchema = z.array(z.object({ output: storedSchema.nullable() }));

/** What a step gave when it finished before; undefined where it is to be run. */
export type FinishedStep = z.infer<typeof storedSchema> | undefined;

/** Notes that a step begins, and counts how often it did. Throws {@link RunEnded} where the run is not ours any more. */
export async function beginStep(
  database: Queryable,
  job: JobAttempt,
  name: string,
  now: Date,
): Promise<FinishedStep> {
  const { rows } = await database.query(
    `with ours as (select id from tailrace.run where id = $1 and fence = $2 and status = 'open' for update)
     insert into tailrace.step as known (run_id, name, attempts, started_at) select id, $3, 1, $4 from ours
     on conflict (run_id, name) do update set
       attempts = case when known.finished_at is null then known.attempts + 1 else known.attempts end,
       started_at = case when known.finished_at is null then excluded.started_at else known.started_at end
     returning output`,
    [job.id, job.retryCount, name, now],
  );
  const [begun] = begunSchema.parse(rows);
  if (!begun) throw new RunEnded(`The run ended before the step ${name}.`);
  return begun.output ?? undefined;
}

/** What a step gave; undefined where it has not finished, or never began. */
export async function findFinishedStep(
  database: Queryable,
  job: Pick<JobAttempt, 'id'>,
  name: string,
): Promise<FinishedStep> {
  const { rows } = await database.query('select output from tailrace.step where run_id = $1 and name = $2', [
    job.id,
    name,
  ]);
  return begunSchema.parse(rows)[0]?.output ?? undefined;
}

/** Stores what a step gave, once. Throws {@link RunEnded} where the run is not ours any more. */
export async function finishStep(
  database: Queryable,
  job: JobAttempt,
  name: string,
  output: string,
  now: Date,
): Promise<void> {
  const { rowCount } = await database.query(
    `with ours as (select id from tailrace.run where id = $1 and fence = $2 and status = 'open' for update)
     update tailrace.step set output = $4, finished_at = $5 from ours
     where run_id = ours.id and name = $3 and finished_at is null`,
    [job.id, job.retryCount, name, output, now],
  );
  if (rowCount !== 1) throw new RunEnded(`The run ended during the step ${name}.`);
}

export function writeOutput(value: unknown): string {
  return JSON.stringify({ value });
}

export function readOutput<T>(schema: z.ZodType<T>, stored: string): T {
  return schema.parse(storedSchema.parse(JSON.parse(stored)).value);
}

import type { Queryable } from './database.ts';

const day = 24 * 60 * 60 * 1000;
/** What steps gave is for going on after a crash; notebooks are among it. */
const outputDays = 7;
const runDays = 90;

/**
 * Forgets what steps of ended runs gave, and later the runs. The newest run of each subject stays: by it a head that was handled is
 * known, and attempts are counted on.
 */
export async function pruneRuns(database: Queryable, now: Date): Promise<void> {
  const before = (days: number) => new Date(now.getTime() - days * day);
  await database.query(
    `update tailrace.step set output = null from tailrace.run
     where run_id = run.id and status <> 'open' and ended_at < $1 and output is not null`,
    [before(outputDays)],
  );
  await database.query(
    `delete from tailrace.step using tailrace.run
     where run_id = run.id and status <> 'open' and ended_at < $1`,
    [before(runDays)],
  );
  await database.query(
    `delete from tailrace.run as old where status <> 'open' and ended_at < $1 and (attempt is null or exists (
       select from tailrace.run as newer
       where newer.repository = old.repository and newer.environment = old.environment
         and newer.pull_request is not distinct from old.pull_request and newer.head = old.head
         and newer.attempt > old.attempt and newer.started_at >= old.started_at))`,
    [before(runDays)],
  );
}

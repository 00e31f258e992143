import type { PgBoss } from 'pg-boss';
import { z } from 'zod';
import { inPlaceOf } from '../../domain/waiting-work.ts';
import { type Work, workKey } from '../../domain/work.ts';
import type { Queue } from '../../ports/queue.ts';
import { RunEnded } from '../../ports/run.ts';
import { type QueueName, queueNames, within } from './boss.ts';
import { inTransaction, type Queryable } from './database.ts';
import type { EngineContext } from './engine-context.ts';
import { headOf, priorityOf, queueFor, workSchema } from './work-schema.ts';

export function workQueue({ pool, boss, clock, running, wake }: EngineContext): Queue {
  const tell = (ended: readonly OpenRow[], why: string) => {
    for (const { id, queue } of ended) {
      running.get(id)?.abort(new RunEnded(why));
      wake(queue);
    }
  };
  const endAll = async (key: string, why: string, isOver: IsOver) => {
    tell(await inTransaction(pool, (client) => endTesting(client, boss, key, isOver, clock.now())), why);
  };
  return {
    enqueue: (work) => inTransaction(pool, (client) => enqueue(client, boss, work)),
    supersede: (key, head) =>
      endAll(key, 'A newer head took the place of this run.', (client, run) =>
        isOutdated(client, boss, key, head, run),
      ),
    replace: async (work) => {
      const replaced = await inTransaction(pool, (client) => replace(client, boss, work, clock.now()));
      tell(replaced.ended, 'Somebody cancelled this run.');
      return replaced.any;
    },
    end: (key, head) => endAll(key, 'What this run tests is gone.', async (_, run) => isAbout(run, head)),
  };
}

async function enqueue(client: Queryable, boss: PgBoss, work: Work): Promise<void> {
  const queue = queueFor(work);
  const key = workKey(work);
  await lockKey(client, key);
  const waiting = await waitingJob(client, boss, queue, key, (other) => replaces(work, other));
  if (waiting) {
    const options = { id: waiting.id, ...within(client) };
    const { updated } = await boss.update(queue, inPlaceOf(waiting.work, work), options);
    // Otherwise a worker took it just now, and this work is newer than what it saw.
    if (updated === 1) return;
  }
  await send(client, boss, work);
}

async function replace(
  client: Queryable,
  boss: PgBoss,
  work: Work,
  now: Date,
): Promise<{ readonly any: boolean; readonly ended: readonly OpenRow[] }> {
  const key = workKey(work);
  const ended = await endTesting(client, boss, key, async () => true, now);
  const waiting = await waitingJob(client, boss, queueFor(work), key, (other) => replaces(work, other));
  if (!waiting && ended.length === 0) return { any: false, ended };
  // What waits is put aside: a run that begins now sees what took its place.
  if (waiting) await boss.cancel(queueFor(work), waiting.id, within(client));
  await send(client, boss, work);
  return { any: true, ended };
}

async function send(client: Queryable, boss: PgBoss, work: Work): Promise<void> {
  const options = { singletonKey: workKey(work), priority: priorityOf(work), ...within(client) };
  await boss.send(queueFor(work), work, options);
}

/** Work takes the place of waiting work of its kind; a command that of the same command alone. */
function replaces(newer: Work, waiting: Work): boolean {
  if (newer.kind === 'run-command' && waiting.kind === 'run-command') return newer.id === waiting.id;
  return newer.kind === waiting.kind;
}

/** The job of the key (whose work is this one) that nobody has begun. One with a run is not it, though it may wait for its next try: its steps are not for other work. */
async function waitingJob(
  client: Queryable,
  boss: PgBoss,
  queue: QueueName,
  key: string,
  isIt: (work: Work) => boolean = () => true,
): Promise<{ id: string; work: Work } | undefined> {
  const jobs = await boss.findJobs(queue, { key, queued: true, ...within(client) });
  const ids = jobs.map((job) => job.id);
  const { rows } = await client.query('select id from tailrace.run where id = any($1::uuid[])', [ids]);
  const begun = new Set(rows.map((row) => row.id));
  return jobs
    .filter(({ id }) => !begun.has(id))
    .map(({ id, data }) => ({ id, work: workSchema.parse(data) }))
    .find(({ work }) => isIt(work));
}

const openSchema = z.array(
  z.object({ id: z.string(), queue: z.enum(queueNames), head: z.string().nullable(), work: workSchema }),
);
type OpenRow = z.infer<typeof openSchema>[number];

type IsOver = (client: Queryable, run: OpenRow) => Promise<boolean>;

async function endTesting(
  client: Queryable,
  boss: PgBoss,
  key: string,
  isOver: IsOver,
  now: Date,
): Promise<readonly OpenRow[]> {
  await lockKey(client, key);
  const { rows } = await client.query(
    `select id, queue, head, work from tailrace.run
     where key = $1 and status = 'open' and phase = 'testing' for update`,
    [key],
  );
  const ended: OpenRow[] = [];
  for (const run of openSchema.parse(rows)) {
    if (!(await isOver(client, run))) continue;
    await client.query(`update tailrace.run set status = 'superseded', ended_at = $2 where id = $1`, [
      run.id,
      now,
    ]);
    await boss.cancel(run.queue, run.id, within(client));
    ended.push(run);
  }
  return ended;
}

/** An offer and a look at a commit test nothing, and are over soon. A run that does not know its head yet is outdated where newer work waits; without any it must go on, or nobody would look. */
async function isOutdated(
  client: Queryable,
  boss: PgBoss,
  key: string,
  head: string,
  run: OpenRow,
): Promise<boolean> {
  if (run.work.kind === 'offer-promotion' || run.work.kind === 'rerun-commit') return false;
  const known = run.head ?? headOf(run.work);
  if (known !== undefined) return known !== head;
  return (await waitingJob(client, boss, run.queue, key)) !== undefined;
}

/** One that does not know its head yet finds nothing where its branch was. */
function isAbout({ work, head: known }: OpenRow, head: string | undefined): boolean {
  if (work.kind === 'offer-promotion') return false;
  return head === undefined || (known ?? headOf(work)) === head;
}

/** Those who add and those who end work of one key take turns. */
async function lockKey(client: Queryable, key: string): Promise<void> {
  await client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`tailrace:key:${key}`]);
}

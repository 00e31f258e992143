import { setTimeout as wait } from 'node:timers/promises';
import { queueNames } from './boss.ts';
import type { Queryable } from './database.ts';

/** How often the tables are looked at, in milliseconds. */
const interval = 25;

/** Resolves when no job of ours waits or runs. */
export async function untilIdle(database: Queryable): Promise<void> {
  while (await anyJob(database)) await wait(interval);
}

async function anyJob(database: Queryable): Promise<boolean> {
  const { rowCount } = await database.query(
    `select from pgboss.job where name = any($1) and state < 'completed' limit 1`,
    [queueNames],
  );
  return rowCount === 1;
}

import { randomUUID } from 'node:crypto';
import pRetry from 'p-retry';
import pg from 'pg';
import type { Log } from '../../ports/log.ts';
import { workerLock } from './claims.ts';
import type { Queryable } from './database.ts';

const applicationName = 'tailrace-alive';

/** Who this process is among those that work on the same database. */
export interface WorkerIdentity {
  readonly id: string;
  end(): Promise<void>;
}

/**
 * Takes an id and locks it on a connection of its own: the server frees the lock the moment that the process dies, and others
 * see then that its jobs are free. A lost connection is made anew.
 */
export async function takeIdentity(url: string, log: Log): Promise<WorkerIdentity> {
  const id = randomUUID();
  const ended = new AbortController();
  let client = await lock(url, id);
  const renew = async () => {
    log.warn({ worker: id }, 'the connection that shows us alive was lost');
    await client.end().catch(() => undefined);
    client = await pRetry(() => lock(url, id), {
      retries: Infinity,
      signal: ended.signal,
      maxTimeout: 5_000,
    });
    watch();
  };
  const watch = () => {
    client.once('error', () => renew().catch((error) => log.debug({ err: error }, 'no longer shown alive')));
  };
  watch();
  return {
    id,
    end: async () => {
      ended.abort();
      await client.end();
    },
  };
}

async function lock(url: string, id: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: url,
    application_name: applicationName,
    keepAlive: true,
  });
  await client.connect();
  await client.query('select pg_advisory_lock(hashtextextended($1, 0))', [workerLock(id)]);
  return client;
}

/** Whether a worker other than one's own is connected to this database. */
export async function othersAreAlive(database: Queryable): Promise<boolean> {
  const { rowCount } = await database.query(
    'select from pg_stat_activity where datname = current_database() and application_name = $1',
    [applicationName],
  );
  return rowCount !== null && rowCount > 1;
}

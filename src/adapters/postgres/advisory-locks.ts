import pg from 'pg';
import type { Locks } from '../../ports/locks.ts';
import type { Log } from '../../ports/log.ts';

const lockNotAvailable = '55P03';

/**
 * Locks by PostgreSQL's advisory locks, each on a connection of its own: the server frees a lock the moment that its process dies. Where
 * the connection is lost meanwhile, the lock is too, and two may work on the same key: what they record decides, not the lock.
 */
export function advisoryLocks(url: string, log: Log): Locks {
  return {
    alone: async (key, signal, action) => {
      const client = new pg.Client({ connectionString: url, application_name: 'tailrace-lock' });
      client.on('error', (error) =>
        log.warn({ err: error, key }, 'the connection that holds a lock was lost'),
      );
      await client.connect();
      try {
        await lock(client, key, signal);
        return await action();
      } finally {
        await client.end();
      }
    },
  };
}

/** Waits at the server, and looks at the signal once a second. */
async function lock(client: pg.Client, key: string, signal: AbortSignal): Promise<void> {
  await client.query(`set lock_timeout = '1s'`);
  for (;;) {
    signal.throwIfAborted();
    try {
      await client.query(`select pg_advisory_lock(hashtextextended('tailrace:key:' || $1, 0))`, [key]);
      return;
    } catch (error) {
      if (!(error instanceof pg.DatabaseError) || error.code !== lockNotAvailable) throw error;
    }
  }
}

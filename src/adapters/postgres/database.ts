import pg from 'pg';
import type { Log } from '../../ports/log.ts';

/** What runs one statement: the pool, or the client of a transaction. */
export type Queryable = Pick<pg.Pool, 'query'>;

/** Connects to the database; at most `max` connections open when they are needed. Close it with `end()`. */
export function openDatabase(url: string, log: Log, max = 8): pg.Pool {
  const pool = new pg.Pool({ connectionString: url, max, application_name: 'tailrace' });
  pool.on('error', (error) => log.warn({ err: error }, 'a database connection was lost'));
  return pool;
}

/** Runs `action` in one transaction: all of it holds, or nothing. */
export async function inTransaction<T>(
  pool: pg.Pool,
  action: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  let broken = false;
  try {
    await client.query('begin');
    const result = await action(client);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch(() => {
      broken = true;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

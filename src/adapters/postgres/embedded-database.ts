import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pRetry from 'p-retry';
import pg from 'pg';
import type { Log } from '../../ports/log.ts';
import { findPostgresBinaries } from './postgres-binaries.ts';
import {
  type Cluster,
  databaseUser,
  ensureCluster,
  runningPort,
  startCluster,
  stopCluster,
} from './postgres-cluster.ts';
import { assertReachable, postgresAccount } from './postgres-user.ts';

export interface EmbeddedDatabase {
  readonly url: string;
  /** Stops the server. Close every connection first. */
  stop(): Promise<void>;
}

const lockNotAvailable = '55P03';

/**
 * Starts PostgreSQL with its data in `folder`, on loopback only, or goes on with the server that a killed process left behind.
 * Throws where another process uses the folder, and where the account `postgres` can't reach it (as root).
 */
export async function startEmbeddedDatabase(folder: string, log: Log): Promise<EmbeddedDatabase> {
  const cluster = await openCluster(folder);
  await ensureCluster(cluster);
  const adopted = await runningPort(cluster);
  // Another program may take the free port before the server does.
  const port = adopted ?? (await pRetry(() => startCluster(cluster), { retries: 2, minTimeout: 100 }));
  const password = (await readFile(cluster.passwordFile, 'utf8')).trim();
  const url = `postgres://${databaseUser}:${password}@127.0.0.1:${port}/postgres`;
  const owner = await ownFolder(url, folder, log);
  log.info({ folder, port, adopted: adopted !== undefined }, 'embedded PostgreSQL is ready');
  return { url, stop: () => owner.end().then(() => stopCluster(cluster)) };
}

async function openCluster(folder: string): Promise<Cluster> {
  await mkdir(folder, { recursive: true });
  const [binaries, account] = await Promise.all([findPostgresBinaries(), postgresAccount()]);
  if (account) await assertReachable(folder);
  return {
    folder: join(folder, 'postgres'),
    passwordFile: join(folder, 'postgres.password'),
    binaries,
    account,
  };
}

/** A lock held for as long as we live, so that a second process does not have its server stopped by the first. */
async function ownFolder(url: string, folder: string, log: Log): Promise<pg.Client> {
  const client = await pRetry(() => connect(url, log), { retries: 100, factor: 1, minTimeout: 100 });
  try {
    await client.query(`set lock_timeout = '2s'`);
    await client.query(`select pg_advisory_lock(hashtextextended('tailrace:data-folder', 0))`);
    return client;
  } catch (error) {
    await client.end();
    if (!(error instanceof pg.DatabaseError) || error.code !== lockNotAvailable) throw error;
    throw new Error(`Another process uses the data folder ${folder}. For several, set DATABASE_URL.`, {
      cause: error,
    });
  }
}

async function connect(url: string, log: Log): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, application_name: 'tailrace-owner' });
  client.on('error', (error) => log.error({ err: error }, 'embedded PostgreSQL went away'));
  await client.connect();
  return client;
}

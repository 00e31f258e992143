import { randomUUID } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbeddedDatabase } from '../../../src/adapters/postgres/embedded-database.ts';
import { silentLog } from './silent-log.ts';

/** A real PostgreSQL for one test file. */
export interface TestServer {
  /** An empty database of its own. */
  database(): Promise<string>;
  stop(): Promise<void>;
}

export async function startTestServer(): Promise<TestServer> {
  const folder = await mkdtemp(join(tmpdir(), 'tailrace-postgres-'));
  // As root the server runs as another account, which must get through.
  await chmod(folder, 0o755);
  const server = await startEmbeddedDatabase(folder, silentLog);
  // These tests kill our processes, never the machine: nothing that they look at needs the disk.
  await ask(server.url, 'alter system set fsync = off');
  await ask(server.url, 'select pg_reload_conf()');
  return {
    database: () => createDatabase(server.url),
    stop: async () => {
      await server.stop();
      await rm(folder, { recursive: true });
    },
  };
}

async function createDatabase(url: string): Promise<string> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await ask(url, `create database ${name}`);
  return Object.assign(new URL(url), { pathname: name }).href;
}

/** Runs one statement on a connection of its own. */
export async function ask(url: string, statement: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}

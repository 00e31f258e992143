import type pg from 'pg';
import { inTransaction } from './database.ts';
import { migrations } from './migrations.ts';

/** Brings the schema `tailrace` to a version, the newest where none is given. Several processes may do so at once: they take turns. */
export async function migrate(pool: pg.Pool, version = migrations.length): Promise<void> {
  await inTransaction(pool, async (client) => {
    await client.query(`select pg_advisory_xact_lock(hashtextextended('tailrace:migrate', 0))`);
    await client.query('create schema if not exists tailrace');
    await client.query(
      'create table if not exists tailrace.migration (version int primary key, applied_at timestamptz not null default now())',
    );
    const applied = await client.query('select coalesce(max(version), 0) as version from tailrace.migration');
    await apply(client, Number(applied.rows[0]?.version), version);
  });
}

async function apply(client: pg.PoolClient, after: number, upTo: number): Promise<void> {
  for (const [index, statements] of migrations.slice(0, upTo).entries()) {
    if (index + 1 <= after) continue;
    await client.query(statements);
    await client.query('insert into tailrace.migration (version) values ($1)', [index + 1]);
  }
}

import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from '../../../src/adapters/postgres/database.ts';
import { pruneRuns } from '../../../src/adapters/postgres/prune-runs.ts';
import { migrate } from '../../../src/adapters/postgres/schema.ts';
import { silentLog } from './silent-log.ts';
import { startTestServer, type TestServer } from './test-database.ts';

let server: TestServer;
let pool: pg.Pool;
beforeAll(async () => {
  server = await startTestServer();
  pool = openDatabase(await server.database(), silentLog);
  await migrate(pool);
});
afterAll(async () => {
  await pool.end();
  await server.stop();
});

const now = new Date('2026-06-30T12:00:00Z');
const daysAgo = (days: number) => new Date(now.getTime() - days * 24 * 3600_000);

/** A run with one step. `subject`: its head and attempt. */
async function run(
  name: string,
  status: string,
  days: number,
  subject?: readonly [string, number],
): Promise<void> {
  const id = randomUUID();
  const [head, attempt] = subject ?? [null, null];
  const place = head && ['acme/churn', 'sandbox'];
  const ended = status === 'open' ? null : daysAgo(days);
  await pool.query(
    `insert into tailrace.run (id, queue, key, work, status, fence, repository, environment, head, attempt, started_at, ended_at)
     values ($1, 'tests', $2, '{}', $3, 0, $4, $5, $6, $7, $8, $9)`,
    [id, name, status, place?.[0], place?.[1], head, attempt, daysAgo(days + 1), ended],
  );
  await pool.query(
    `insert into tailrace.step (run_id, name, attempts, started_at, output) values ($1, 'build', 1, $2, '{"value": 1}')`,
    [id, daysAgo(days)],
  );
}

test('what steps gave goes after a week, runs after three months, but for the newest of each head', async () => {
  await run('yesterday', 'done', 1, ['a', 3]);
  await run('last month', 'failed', 30);
  await run('still open', 'open', 200);
  await run('long ago', 'done', 200, ['a', 1]);
  await run('long ago, the newest of its head', 'superseded', 150, ['b', 1]);
  await run('long ago, about nothing', 'done', 150);

  await pruneRuns(pool, now);

  const { rows } = await pool.query(
    `select key, step.name, output from tailrace.run left join tailrace.step on run_id = run.id order by run.started_at`,
  );
  expect(rows.map(({ key, name, output }) => [key, name, output])).toEqual([
    ['still open', 'build', { value: 1 }],
    ['long ago, the newest of its head', null, null],
    ['last month', 'build', null],
    ['yesterday', 'build', { value: 1 }],
  ]);
});

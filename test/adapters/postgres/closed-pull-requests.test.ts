import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from '../../../src/adapters/postgres/database.ts';
import { openRecords } from '../../../src/adapters/postgres/records/all-records.ts';
import { migrate } from '../../../src/adapters/postgres/schema.ts';
import type { RepositoryRef } from '../../../src/domain/repository-ref.ts';
import type { ClosedPullRequests, TestResults } from '../../../src/ports/records.ts';
import { passedResult } from '../../domain/results.ts';
import { silentLog } from './silent-log.ts';
import { startTestServer, type TestServer } from './test-database.ts';

let server: TestServer;
let pool: pg.Pool;
let closed: ClosedPullRequests;
let results: TestResults;
beforeAll(async () => {
  server = await startTestServer();
  pool = openDatabase(await server.database(), silentLog);
  await migrate(pool);
  const records = openRecords(pool);
  closed = records.closedPullRequests;
  results = records.testResults;
});
afterAll(async () => {
  await pool.end();
  await server.stop();
});

const repository = { owner: 'acme', name: 'churn' };
const hex = (digit: string) => digit.repeat(40);

async function tested(number: number | null, name = 'acme/churn'): Promise<void> {
  await pool.query(
    `insert into tailrace.run (id, queue, key, work, fence, repository, environment, pull_request, head, started_at)
     values ($1, 'tests', 'key', '{}', 0, $2, 'sandbox', $3, 'head', now())`,
    [randomUUID(), name, number],
  );
}

/** Looks on a day of June, and drops what was closed ten days before. */
function look(day: number, open: readonly number[]) {
  const on = (date: number) => new Date(Date.UTC(2026, 5, date));
  return closed.see(repository, { open, now: on(day), since: on(day - 10) });
}

test('runs are due some days after their pull request was first seen to be closed, once', async () => {
  for (const number of [1, 2, 2, null]) await tested(number);
  await tested(7, 'acme/other');
  expect(await look(1, [1, 2])).toEqual({ due: [], kept: [1, 2] });
  expect(await look(2, [2])).toEqual({ due: [], kept: [1, 2] });
  expect(await look(11, [2])).toEqual({ due: [], kept: [1, 2] });
  expect(await look(13, [2])).toEqual({ due: [1], kept: [2] });
  await closed.forgetRuns(repository, [1]);
  expect(await look(14, [2])).toEqual({ due: [], kept: [2] });
});

test('one that is reopened is closed anew', async () => {
  await look(15, []);
  expect(await look(16, [1, 2])).toEqual({ due: [], kept: [1, 2] });
  expect(await look(17, [1])).toEqual({ due: [], kept: [1, 2] });
  expect(await look(26, [1])).toEqual({ due: [], kept: [1, 2] });
  expect(await look(28, [1])).toEqual({ due: [2], kept: [1] });
});

/** The result of a test whose files lie in `home`, or beside the model; what it printed holds a NUL. */
async function keptIn(home: RepositoryRef | undefined, name: string): Promise<void> {
  const committed = { commit: hex('c'), path: 'pulls/1', ...(home && { repository: home }) };
  const result = { ...passedResult, id: randomUUID(), warnings: ['\u0000 printed'], committed };
  await results.save({ owner: 'acme', name }, result);
}

test('where runs were kept elsewhere, and whose pull requests share a place, is known by the records', async () => {
  const evidence = { owner: 'Acme', name: 'Evidence' };
  for (const [home, name] of [
    [undefined, 'churn'],
    [evidence, 'churn'],
    [evidence, 'churn'],
    [{ owner: 'acme', name: 'evidence' }, 'credit'],
  ] as const)
    await keptIn(home, name);
  for (const name of ['acme/credit', 'acme/evidence']) await tested(5, name);
  expect(await closed.homes(repository)).toEqual([evidence]);
  expect(await closed.homes({ owner: 'acme', name: 'other' })).toEqual([]);
  const others = ['credit', 'evidence'].map((name) => ({ repository: { owner: 'acme', name }, number: 5 }));
  expect(await closed.sharing(evidence, repository)).toEqual(others);
  expect(await closed.sharing(repository, repository)).toEqual([]);
  await closed.see({ owner: 'acme', name: 'credit' }, { open: [], now: new Date(), since: new Date() });
  await closed.forgetRuns({ owner: 'acme', name: 'credit' }, [5]);
  expect(await closed.sharing(evidence, repository)).toEqual(others.slice(1));
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { advisoryLocks } from '../../../src/adapters/postgres/advisory-locks.ts';
import { silentLog } from './silent-log.ts';
import { startTestServer, type TestServer } from './test-database.ts';

let server: TestServer;
let url: string;
beforeAll(async () => {
  server = await startTestServer();
  url = await server.database();
});
afterAll(() => server.stop());

const never = new AbortController().signal;

test('one at a time holds a key, while others hold theirs', async () => {
  const locks = advisoryLocks(url, silentLog);
  const told: string[] = [];
  const gate = Promise.withResolvers<void>();
  const held = Promise.withResolvers<void>();
  const first = locks.alone('image', never, async () => {
    held.resolve();
    await gate.promise;
    told.push('first');
  });
  await held.promise;
  const second = locks.alone('image', never, async () => told.push('second'));
  await locks.alone('another', never, async () => told.push('another'));
  gate.resolve();
  await Promise.all([first, second]);
  expect(told).toEqual(['another', 'first', 'second']);
});

test('a failed action frees its key, and who gives up waiting never runs', async () => {
  const locks = advisoryLocks(url, silentLog);
  await expect(locks.alone('image', never, () => Promise.reject(new Error('broken')))).rejects.toThrow(
    'broken',
  );
  const gaveUp = new AbortController();
  await locks.alone('image', never, async () => {
    const waiting = locks.alone('image', gaveUp.signal, async () => 'ran');
    gaveUp.abort(new Error('superseded'));
    await expect(waiting).rejects.toThrow('superseded');
  });
});

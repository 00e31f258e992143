import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startEmbeddedDatabase } from '../../../src/adapters/postgres/embedded-database.ts';
import { assertReachable } from '../../../src/adapters/postgres/postgres-user.ts';
import { startChild } from './child-process.ts';
import { silentLog } from './silent-log.ts';
import { ask } from './test-database.ts';

let parent: string;
let folder: string;
beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), 'tailrace-embedded-'));
  await chmod(parent, 0o755);
  folder = join(parent, 'data');
});
afterAll(() => rm(parent, { recursive: true }));

test('a process that is killed leaves its server running; the next one goes on with it', async () => {
  const child = startChild('embedded-database-child.ts', { folder });
  await child.says('ready');
  const server = await readFile(join(folder, 'postgres', 'postmaster.pid'), 'utf8');
  await child.kill();

  const database = await startEmbeddedDatabase(folder, silentLog);
  expect(await readFile(join(folder, 'postgres', 'postmaster.pid'), 'utf8')).toBe(server);
  expect(await ask(database.url, 'select written from kept')).toEqual([{ written: 'by the child' }]);
  await database.stop();
});

test("after a stop and a start everything is there, though the old process id is somebody else's now", async () => {
  const first = await startEmbeddedDatabase(folder, silentLog);
  const pidFile = join(folder, 'postgres', 'postmaster.pid');
  const lines = (await readFile(pidFile, 'utf8')).split('\n');
  await ask(first.url, 'create table numbers as select 7 as number');
  await first.stop();
  await writeFile(pidFile, [process.pid, ...lines.slice(1)].join('\n'));

  const second = await startEmbeddedDatabase(folder, silentLog);
  expect(await ask(second.url, 'select number from numbers')).toEqual([{ number: 7 }]);
  await second.stop();
});

test('it listens on loopback only, asks for the password, keeps its promises on disk, and is for one process', async () => {
  const database = await startEmbeddedDatabase(folder, silentLog);
  const settings = `select current_setting('listen_addresses') as listens, current_setting('unix_socket_directories') as sockets,
    current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit`;
  expect(await ask(database.url, settings)).toEqual([
    { listens: '127.0.0.1', sockets: '', fsync: 'on', commit: 'on' },
  ]);
  const wrong = Object.assign(new URL(database.url), { password: 'guessed' }).href;
  await expect(ask(wrong, 'select 1')).rejects.toThrow('password authentication failed');
  expect((await stat(join(folder, 'postgres.password'))).mode & 0o777).toBe(0o600);
  await expect(startEmbeddedDatabase(folder, silentLog)).rejects.toThrow('set DATABASE_URL');
  await database.stop();
});

test('a folder that another account can not reach is named', async () => {
  await assertReachable(parent);
  await chmod(parent, 0o700);
  await expect(assertReachable(folder)).rejects.toThrow(`can't pass through ${parent}`);
});

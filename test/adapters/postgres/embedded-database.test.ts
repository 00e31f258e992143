import { execFile } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startEmbeddedDatabase } from '../../../src/adapters/postgres/embedded-database.ts';
import { startChild } from './child-process.ts';
import { silentLog } from './silent-log.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tailrace-embedded-'));
  await chmod(folder, 0o755);
});
afterEach(() => rm(folder, { recursive: true }));

async function ask(url: string, statement: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query(statement);
  await client.end();
  return rows;
}

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

test('what was committed is there after a stop and a start', async () => {
  const first = await startEmbeddedDatabase(folder, silentLog);
  await ask(first.url, 'create table kept as select 7 as number');
  await first.stop();
  const second = await startEmbeddedDatabase(folder, silentLog);
  expect(await ask(second.url, 'select number from kept')).toEqual([{ number: 7 }]);
  await second.stop();
});

test('a process id that another program has now does not keep the server from starting', async () => {
  const first = await startEmbeddedDatabase(folder, silentLog);
  const pidFile = join(folder, 'postgres', 'postmaster.pid');
  const lines = (await readFile(pidFile, 'utf8')).split('\n');
  await first.stop();
  const { writeFile } = await import('node:fs/promises');
  await writeFile(pidFile, [process.pid, ...lines.slice(1)].join('\n'));
  const second = await startEmbeddedDatabase(folder, silentLog);
  expect(await ask(second.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  await second.stop();
});

test('it listens on loopback only, asks for the password, and keeps its promises on disk', async () => {
  const database = await startEmbeddedDatabase(folder, silentLog);
  const settings = `select current_setting('listen_addresses') as listens, current_setting('unix_socket_directories') as sockets,
    current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit`;
  expect(await ask(database.url, settings)).toEqual([
    { listens: '127.0.0.1', sockets: '', fsync: 'on', commit: 'on' },
  ]);
  const wrong = Object.assign(new URL(database.url), { password: 'guessed' }).href;
  await expect(ask(wrong, 'select 1')).rejects.toThrow('password authentication failed');
  expect((await stat(join(folder, 'postgres.password'))).mode & 0o777).toBe(0o600);
  await database.stop();
});

test('a second process is told that the folder is in use', async () => {
  const database = await startEmbeddedDatabase(folder, silentLog);
  await expect(startEmbeddedDatabase(folder, silentLog)).rejects.toThrow('set DATABASE_URL');
  await database.stop();
});

test.runIf(process.getuid?.() === 0)(
  'as root, a folder that the account can not reach is named',
  async () => {
    await promisify(execFile)('chmod', ['700', folder]);
    await expect(startEmbeddedDatabase(folder, silentLog)).rejects.toThrow(`can't pass through ${folder}`);
  },
);

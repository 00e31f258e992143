import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { PostgresBinaries } from './postgres-binaries.ts';
import type { Account } from './postgres-user.ts';

/** A PostgreSQL data folder and what is needed to run its programs. */
export interface Cluster {
  readonly folder: string;
  readonly passwordFile: string;
  readonly binaries: PostgresBinaries;
  readonly account: Account | undefined;
}

export const databaseUser = 'tailrace';

const startOptions = [
  '-c listen_addresses=127.0.0.1',
  "-c unix_socket_directories=''",
  '-c logging_collector=on',
  '-c log_filename=%a.log',
  '-c log_truncate_on_rotation=on',
];

/** Makes the cluster where there is none. A crash halfway leaves nothing behind that looks like one. */
export async function ensureCluster(cluster: Cluster): Promise<void> {
  if (existsSync(join(cluster.folder, 'PG_VERSION'))) return;
  const unfinished = `${cluster.folder}.new`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { recursive: true, mode: 0o700 });
  await writeFile(cluster.passwordFile, randomBytes(24).toString('hex'), { mode: 0o600 });
  // initdb reads the password as that account; root may read it anyway.
  if (cluster.account) {
    const { uid, gid } = cluster.account;
    await Promise.all([unfinished, cluster.passwordFile].map((path) => chown(path, uid, gid)));
  }
  await run(cluster, cluster.binaries.initdb, [
    ...['-D', unfinished, '-U', databaseUser, '--pwfile', cluster.passwordFile],
    ...['--auth=scram-sha-256', '--encoding=UTF8', '--locale=C'],
  ]);
  await rename(unfinished, cluster.folder);
}

/** The port of the server that runs on this cluster already: after a kill -9 of ours it lives on. */
export async function runningPort(cluster: Cluster): Promise<number | undefined> {
  const pidFile = join(cluster.folder, 'postmaster.pid');
  const lines = (await readFile(pidFile, 'utf8').catch(() => '')).split('\n');
  // After a reboot the process id in a file left behind may be anybody's, and pg_ctl would wait for that process.
  const program = await readFile(`/proc/${lines[0]?.trim()}/cmdline`, 'utf8').catch(() => undefined);
  if (program !== undefined && !program.includes('postgres')) await rm(pidFile, { force: true });
  const runs = await control(cluster, ['status']).then(
    () => true,
    () => false,
  );
  return runs ? Number(lines[3]) : undefined;
}

/** Starts the server on a free loopback port and resolves with it once it takes connections. */
export async function startCluster(cluster: Cluster): Promise<number> {
  const port = await freePort();
  const log = join(cluster.folder, 'start.log');
  await control(cluster, ['start', '-w', '-l', log, '-o', [`-p ${port}`, ...startOptions].join(' ')]);
  return port;
}

/** Stops the server; open transactions are rolled back, everything committed is on disk. */
export async function stopCluster(cluster: Cluster): Promise<void> {
  await control(cluster, ['stop', '-w', '-m', 'fast']);
}

function control(cluster: Cluster, command: readonly string[]): Promise<void> {
  return run(cluster, cluster.binaries.pg_ctl, [...command, '-D', cluster.folder]);
}

function run(cluster: Cluster, program: string, args: readonly string[]): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const child = spawn(program, args, { ...cluster.account, cwd: '/', stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
  child.on('error', reject);
  child.on('close', (code) =>
    code === 0 ? resolve() : reject(new Error(`${program} ended with ${code}: ${output}`)),
  );
  return promise;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('The system gave no port.');
  return address.port;
}

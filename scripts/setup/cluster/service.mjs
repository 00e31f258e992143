import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { lastLines } from '../command.mjs';
import { SetUpError } from '../step.mjs';

const startLimitMs = 60_000;
const stopLimitMs = 30_000;

/**
 * Starts one of the cluster's programs, which outlives this process, with its number and its log in the cluster's folder; waits until it is ready.
 * @param {string} folder
 * @param {{ name: string, program: string, args: string[], env?: Record<string, string>, ready: () => Promise<boolean> }} service
 * @throws {SetUpError} with the end of its log, when it ends at once or is not ready in time
 */
export async function startService(folder, { name, program, args, env = {}, ready }) {
  const logFile = join(folder, `${name}.log`);
  const log = openSync(logFile, 'w');
  const child = spawn(program, args, {
    detached: true,
    stdio: ['ignore', log, log],
    cwd: folder,
    env: { ...process.env, ...env },
  });
  closeSync(log);
  writeFileSync(pidFile(folder, name), `${child.pid}\n`);
  child.unref();
  const until = performance.now() + startLimitMs;
  while (!(await ready().catch(() => false))) {
    const ended = child.exitCode !== null || child.signalCode !== null;
    if (ended || performance.now() > until)
      throw new SetUpError(
        `${name} ${ended ? 'ended as soon as it was started' : `was not ready within ${startLimitMs / 1000} s`}. The end of ${logFile}:\n${lastLines(readFileSync(logFile, 'utf8'))}`,
      );
    await pause(50);
  }
}

/**
 * Ends one of them, where it runs, and waits until it is gone.
 * @param {string} folder @param {string} name
 * @returns {Promise<boolean>} whether it ran
 */
export async function stopService(folder, name) {
  const pid = runningPid(folder, name);
  if (pid !== undefined) {
    process.kill(pid, 'SIGTERM');
    const until = performance.now() + stopLimitMs;
    while (runningPid(folder, name) !== undefined) {
      if (performance.now() > until) process.kill(pid, 'SIGKILL');
      await pause(20);
    }
  }
  rmSync(pidFile(folder, name), { force: true });
  return pid !== undefined;
}

/** After a restart of the machine another process may bear the number: it was not started in this folder.
 * @param {string} folder @param {string} name @returns {number | undefined} */
export function runningPid(folder, name) {
  const file = pidFile(folder, name);
  if (!existsSync(file)) return undefined;
  const pid = Number(readFileSync(file, 'utf8'));
  const command = `/proc/${pid}/cmdline`;
  const state = `/proc/${pid}/stat`;
  try {
    const isOurs = readFileSync(command, 'utf8').includes(folder);
    const isZombie = /\) Z /.test(readFileSync(state, 'utf8'));
    return isOurs && !isZombie ? pid : undefined;
  } catch {
    return undefined;
  }
}

/** @param {string} folder @param {string} name */
function pidFile(folder, name) {
  return join(folder, `${name}.pid`);
}

/** @param {number} count @returns {Promise<number[]>} so many ports of loopback that nobody listens on */
export async function freePorts(count) {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => once(server, 'listening')));
  const ports = servers.map((server) => {
    const address = server.address();
    return typeof address === 'object' && address ? address.port : 0;
  });
  await Promise.all(servers.map((server) => once(server.close(), 'close')));
  return ports;
}

import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { lastLines } from './command.mjs';
import { htpasswdLine } from './htpasswd.mjs';
import { startRegistryContainer } from './registry-container.mjs';
import { findRegistryProgram } from './registry-program.mjs';
import { SetUpError } from './step.mjs';

const startLimitMs = 20_000;

/** @type {typeof import('./registry.mjs').startRegistry} */
export async function startRegistry({ dataDir, port, user, password }) {
  const host = `127.0.0.1:${await freePort(port)}`;
  const htpasswd = user === undefined ? undefined : await htpasswdLine(user, password ?? '');
  const program = await findRegistryProgram();
  const started = program
    ? startProgram(program, { dataDir, host, htpasswd })
    : await startRegistryContainer({ host, htpasswd });
  try {
    await untilItAnswers(host, started.died);
  } catch (error) {
    await started.stop();
    throw error;
  }
  return { host, pid: started.pid, stop: started.stop };
}

/** @param {string} program @param {{ dataDir: string, host: string, htpasswd: string | undefined }} options */
function startProgram(program, { dataDir, host, htpasswd }) {
  mkdirSync(dataDir, { recursive: true });
  const logFile = join(dataDir, 'registry.log');
  const log = openSync(logFile, 'w');
  const child = spawn(program, ['serve', writeConfig(dataDir, host, htpasswd)], {
    stdio: ['ignore', log, log],
  });
  const gone = new Promise((resolve) => child.once('exit', resolve).once('error', resolve));
  const endWithUs = () => child.kill();
  process.once('exit', endWithUs);
  const stop = async () => {
    process.off('exit', endWithUs);
    child.kill();
    await gone;
  };
  const died = gone.then(() => lastLines(readFileSync(logFile, 'utf8')));
  return { pid: child.pid ?? 0, stop, died };
}

/** JSON is YAML too. @param {string} dataDir @param {string} host @param {string | undefined} htpasswd */
function writeConfig(dataDir, host, htpasswd) {
  const passwords = join(dataDir, 'htpasswd');
  if (htpasswd) writeFileSync(passwords, `${htpasswd}\n`, { mode: 0o600 });
  const config = {
    version: 0.1,
    log: { level: 'warn', accesslog: { disabled: true } },
    storage: { filesystem: { rootdirectory: join(dataDir, 'storage') }, delete: { enabled: true } },
    http: { addr: host, secret: randomUUID() },
    ...(htpasswd ? { auth: { htpasswd: { realm: 'tailrace', path: passwords } } } : {}),
  };
  writeFileSync(join(dataDir, 'config.yml'), JSON.stringify(config, null, 2));
  return join(dataDir, 'config.yml');
}

/** @param {number} [wanted] default any @returns {Promise<number>} a port that nobody listens on */
async function freePort(wanted = 0) {
  const server = createServer().listen(wanted, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (error) {
    throw new SetUpError(
      `The registry can't listen on 127.0.0.1:${wanted}: ${error instanceof Error ? error.message : error}`,
    );
  }
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : wanted;
}

/** @param {string} host @param {Promise<string>} died the end of its log */
async function untilItAnswers(host, died) {
  let end;
  died.then((lines) => {
    end = lines;
  });
  const until = performance.now() + startLimitMs;
  while (!(await answers(host))) {
    if (end !== undefined)
      throw new SetUpError(`The registry at ${host} ended as soon as it was started:\n${end}`);
    if (performance.now() > until)
      throw new SetUpError(`The registry at ${host} did not answer within ${startLimitMs / 1000} s.`);
    await pause(50);
  }
}

/** @param {string} host */
async function answers(host) {
  try {
    const { status } = await fetch(`http://${host}/v2/`);
    return status === 200 || status === 401;
  } catch {
    return false;
  }
}

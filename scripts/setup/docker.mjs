import { spawn } from 'node:child_process';
import { existsSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { canInstall, findProgram, install, lastLines, run } from './command.mjs';
import { answers, engineAddresses, ownEngine } from './engine.mjs';
import { cacheFolder } from './folders.mjs';
import { SetUpError, step } from './step.mjs';

const startLimitMs = 60_000;

/**
 * Makes sure that a Docker Engine answers: one that runs, else (as root on Debian) one that is installed and started here.
 * Sets DOCKER_HOST for this process and its children where the Engine is not at the default socket.
 * @returns {Promise<string>} its address, unix:///… or tcp://…
 * @throws {SetUpError} saying what is missing and how to install it
 */
export function ensureDocker() {
  return step('Docker Engine', async (note) => {
    const running = await findEngine();
    if (running) {
      note(`answers at ${running}`);
      return running;
    }
    if (process.env.DOCKER_HOST) throw new SetUpError(unreachable(process.env.DOCKER_HOST));
    if (process.getuid?.() !== 0) throw new SetUpError(missing());
    if (!findProgram('dockerd')) await installDocker();
    await startEngine();
    note(`started at ${ownEngine}`);
    return ownEngine;
  });
}

/** One that this user may not use does not hide another one that he may. */
async function findEngine() {
  let refusal;
  for (const address of engineAddresses()) {
    try {
      if (!(await answers(address))) continue;
      if (address !== ownEngine) process.env.DOCKER_HOST = address;
      return address;
    } catch (error) {
      refusal ??= error;
    }
  }
  if (refusal) throw refusal;
  return undefined;
}

async function installDocker() {
  if (!canInstall()) throw new SetUpError(missing());
  // Named although docker.io wants them: without recommended packages an Engine lacks one or the other elsewhere.
  await install(['docker.io', 'iptables', 'ca-certificates']);
}

async function startEngine() {
  const daemon = existsSync('/run/systemd/system') ? await startService() : startDaemon();
  const until = performance.now() + startLimitMs;
  while (!(await answers(ownEngine))) {
    if (daemon.hasEnded() || performance.now() > until) throw new SetUpError(silent(daemon.hasEnded()));
    await pause(100);
  }
}

async function startService() {
  await run('systemctl', ['start', 'docker']);
  return { hasEnded: () => false };
}

/** The Engine outlives this process: the next command finds it running. */
function startDaemon() {
  forgetDeadProcess('/var/run/docker.pid', 'dockerd');
  forgetDeadProcess('/var/run/docker/containerd/containerd.pid', 'containerd');
  const log = openSync(logFile(), 'w');
  const daemon = spawn(findProgram('dockerd') ?? 'dockerd', [], {
    detached: true,
    stdio: ['ignore', log, log],
  });
  writeFileSync(join(cacheFolder(), 'dockerd.pid'), `${daemon.pid}\n`);
  daemon.unref();
  return { hasEnded: () => daemon.exitCode !== null || daemon.signalCode !== null };
}

function logFile() {
  return join(cacheFolder(), 'dockerd.log');
}

/** After a restart of the machine another process may bear the number in the file; the Engine would refuse to start.
 * @param {string} file @param {string} name */
function forgetDeadProcess(file, name) {
  if (!existsSync(file)) return;
  const command = `/proc/${readFileSync(file, 'utf8').trim()}/comm`;
  if (!existsSync(command) || readFileSync(command, 'utf8').trim() !== name) rmSync(file);
}

/** @param {string} address */
function unreachable(address) {
  return `No Docker Engine answers at ${address}, which DOCKER_HOST names.\nStart that Engine, or unset DOCKER_HOST.`;
}

/** @param {boolean} ended */
function silent(ended) {
  const what = ended ? 'ended as soon as it was started' : `did not answer within ${startLimitMs / 1000} s`;
  const log = logFile();
  const where = existsSync(log)
    ? `The end of ${log}:\n${lastLines(readFileSync(log, 'utf8'))}`
    : 'See: journalctl -u docker';
  return `The Docker Engine ${what}. ${where}`;
}

function missing() {
  return [
    'No Docker Engine answers, and it can be installed from here only as root on Debian.',
    'Install one and start it, then run the command again:',
    '  macOS, Windows:  Docker Desktop or Colima',
    '  Debian, Ubuntu:  sudo apt-get install docker.io && sudo usermod -aG docker "$USER"   (then log in again)',
    "  elsewhere:       your distribution's package, or set DOCKER_HOST to an Engine",
    'Without Docker: npm run test:unit',
  ].join('\n');
}

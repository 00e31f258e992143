import { spawn } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { SetUpError } from './step.mjs';

/**
 * Runs a program to its end and returns what it wrote to standard output.
 * @param {string} program
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<string>}
 * @throws {SetUpError} with the first and last lines that it wrote, when it does not end with 0
 */
export function run(program, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
    let output = '';
    let everything = '';
    child.stdout?.on('data', (chunk) => {
      output += chunk;
      everything += chunk;
    });
    child.stderr?.on('data', (chunk) => {
      everything += chunk;
    });
    child.on('error', (error) => reject(new SetUpError(`${program} could not be started: ${error.message}`)));
    child.on('close', (code, signal) => {
      if (code === 0) resolve(output);
      else
        reject(
          new SetUpError(
            `${[program, ...args].join(' ')} ended with ${signal ?? code}:\n${bothEnds(everything)}`,
          ),
        );
    });
  });
}

/** @param {string} text @param {number} [count] @returns {string} the last lines, indented */
export function lastLines(text, count = 15) {
  return indented(text.trimEnd().split('\n').slice(-count));
}

/** Some programs tell the reason first and then their usage, others their progress first. @param {string} text */
function bothEnds(text) {
  const lines = text.trimEnd().split('\n');
  return indented(lines.length <= 30 ? lines : [...lines.slice(0, 15), '…', ...lines.slice(-15)]);
}

/** @param {string[]} lines */
function indented(lines) {
  return lines.map((line) => `  ${line}`).join('\n');
}

/** @param {string} program @returns {string | undefined} where the shell, or root's shell, would find it */
export function findProgram(program) {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin', '/usr/bin'];
  return folders.map((folder) => join(folder, program)).find(isExecutable);
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Whether packages can be installed here without asking anybody. */
export function canInstall() {
  return (
    process.getuid?.() === 0 && existsSync('/etc/debian_version') && findProgram('apt-get') !== undefined
  );
}

let listsAreFresh = false;
const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };

/** Fetches the lists of Debian's packages, once a process; without root the lists stay as they are. */
export async function refreshLists() {
  if (!listsAreFresh && canInstall()) await run('apt-get', ['update', '-q'], { env });
  listsAreFresh = true;
}

/** @param {string[]} packages Debian's */
export async function install(packages) {
  await refreshLists();
  await run('apt-get', ['install', '-q', '-y', '--no-install-recommends', ...packages], { env });
}

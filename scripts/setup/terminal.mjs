import { spawn } from 'node:child_process';
import { delimiter, dirname, join } from 'node:path';
import { checkout } from './folders.mjs';

/**
 * Runs a program in the checkout, with this terminal, the packages' programs and the given Node first on its path. Ctrl-C is
 * left to the program: it may have something to clean up.
 * @param {string} program
 * @param {string[]} args
 * @param {{ node: string, env?: Record<string, string | undefined> }} options
 * @returns {Promise<number>} its exit code; 1 when a signal ended it or it could not be started
 */
export function runInTerminal(program, args, { node, env = {} }) {
  const PATH = [dirname(node), join(checkout, 'node_modules/.bin'), process.env.PATH].join(delimiter);
  const child = spawn(program, args, {
    cwd: checkout,
    stdio: 'inherit',
    env: { ...process.env, ...env, PATH },
  });
  const leaveIt = () => undefined;
  const passOn = () => child.kill('SIGTERM');
  process.on('SIGINT', leaveIt).on('SIGTERM', passOn);
  return new Promise((resolve) => {
    const end = (/** @type {number | null} */ code) => {
      process.off('SIGINT', leaveIt).off('SIGTERM', passOn);
      resolve(code ?? 1);
    };
    child.on('close', end).on('error', (error) => {
      process.stderr.write(`${program} could not be started: ${error.message}\n`);
      end(1);
    });
  });
}

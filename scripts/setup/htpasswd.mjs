import { randomBytes } from 'node:crypto';
import { findProgram, run } from './command.mjs';
import { SetUpError } from './step.mjs';

/** Debian's perl (always there) knows bcrypt by the C library; macOS's does not, but macOS has htpasswd. */
const byPerl = 'my ($salt, $password) = @ARGV; print crypt($password, $salt)';

/**
 * Makes a line of an htpasswd file. A registry takes bcrypt only. The password is seen in the process list for a moment:
 * for throw-away registries of tests.
 * @param {string} user @param {string} password
 * @returns {Promise<string>} user:hash
 */
export async function htpasswdLine(user, password) {
  if (findProgram('htpasswd')) return (await run('htpasswd', ['-nbB', '-C', '4', user, password])).trim();
  // Cost 4, the lowest: a registry checks it at every request. 22 letters are a salt of 16 bytes; the last one's spare bits are 0.
  const salt = `$2b$04$${randomBytes(11).toString('hex').slice(0, 21)}.`;
  const hash = findProgram('perl') ? await run('perl', ['-e', byPerl, salt, password]) : '';
  if (hash.startsWith('$2b$') && hash.length === 60) return `${user}:${hash}`;
  throw new SetUpError(
    'A password for the registry needs `htpasswd` (package apache2-utils or httpd-tools). Install it and try again.',
  );
}

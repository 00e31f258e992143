import { canInstall, findProgram, install } from './command.mjs';
import { step } from './step.mjs';

/** @type {Record<string, string>} each program, and the package of Debian's that brings it */
const packages = { 'ssh-keygen': 'openssh-client', gpg: 'gpg', 'gpg-agent': 'gpg-agent', gpgconf: 'gpgconf' };

/** Makes sure of what signs commits. The tests of signatures need it, nothing else does: where it can't be installed, that is said. */
export function ensureSigningPrograms() {
  return step('programs that sign', async (note) => {
    const missing = Object.keys(packages).filter((program) => findProgram(program) === undefined);
    if (missing.length === 0) return note('are there');
    const wanted = missing.map((program) => packages[program] ?? program);
    if (canInstall()) {
      await install(wanted);
      return note(`installed ${wanted.join(', ')}`);
    }
    return note(
      `${missing.join(', ')} missing; the tests of signatures fail without (install GnuPG and OpenSSH)`,
    );
  });
}

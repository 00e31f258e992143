import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const signerEmail = 'tailrace@example.com';

/** Makes keys with the real programs, in a folder of its own. */
export function keyMaker() {
  const folder = mkdtempSync(join(tmpdir(), 'tailrace-keys-'));
  const home = join(folder, 'gnupg');
  mkdirSync(home, { mode: 0o700 });
  writeFileSync(join(home, 'gpg-agent.conf'), 's2k-count 65536\n'); // else it measures the machine for seconds
  const env = { ...process.env, GNUPGHOME: home };
  const gpg = (...args: string[]) =>
    execFileSync('gpg', ['--batch', '--quiet', '--pinentry-mode', 'loopback', ...args], {
      env,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  let made = 0;
  return {
    folder,
    /** What verifies OpenPGP signatures: the keyring that the keys were made in. */
    env,
    /** An OpenSSH key; `args` as ssh-keygen takes them (`-t rsa`). */
    ssh(type: readonly string[], passphrase = ''): { secret: string; open: string } {
      made += 1;
      const file = join(folder, `key-${made}`);
      execFileSync('ssh-keygen', ['-q', ...type, '-N', passphrase, '-C', 'tailrace', '-f', file]);
      return { secret: readFileSync(file, 'utf8'), open: readFileSync(`${file}.pub`, 'utf8') };
    },
    /** An armored OpenPGP key that signs. */
    openPgp(algorithm: string, passphrase = ''): { secret: string; open: string } {
      made += 1;
      const user = `Key ${made} <${signerEmail}>`;
      gpg('--passphrase', passphrase, '--quick-gen-key', user, algorithm, 'sign', 'never');
      const armored = (what: string) => gpg('--passphrase', passphrase, '--armor', what, `=${user}`);
      return { secret: armored('--export-secret-keys'), open: armored('--export') };
    },
    remove() {
      execFileSync('gpgconf', ['--kill', 'all'], { env });
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

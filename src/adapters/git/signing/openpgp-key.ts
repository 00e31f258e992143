import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runProgram } from '../program.ts';
import { type OpenedKey, SigningKeyUnusable } from './opened-key.ts';

/** The variable that tells the program below for which time to sign, in seconds since 1970. */
const signAt = 'TAILRACE_SIGN_AT';

/**
 * What git runs as gpg. The clock stands at a given second, so that the same commit gets the same signature; nobody is asked anything; and
 * nothing of git's environment (its login at the forge) gets into gpg's agent, which stays. A clock that is told to stand at the very
 * second that it is goes on instead (measured with GnuPG 2.2.40), so that second is waited for to be over.
 */
const program = `#!/bin/sh
while [ "$(date +%s)" = "$${signAt}" ]; do sleep 1; done
exec env -i PATH="$PATH" LC_ALL=C GNUPGHOME="$(dirname "$0")" \\
  gpg --batch --no-tty --no-options --quiet --trust-model always --pinentry-mode error --faked-system-time "$${signAt}!" "$@"
`;

/** A key in a keyring of its own, which GnuPG signs with. */
export async function openPgpKey(
  text: string,
  folder: string,
  inherited: NodeJS.ProcessEnv,
): Promise<OpenedKey> {
  const file = join(folder, 'sign');
  await writeFile(file, program, { mode: 0o700 });
  const env = clean(folder, inherited);
  await gpg('gpg', ['--batch', '--no-tty', '--import'], env, text);
  const listed = await gpg('gpg', ['--batch', '--with-colons', '--list-secret-keys'], env);
  const { fingerprint, madeAt } = readListing(listed.toString());
  const config = { 'gpg.format': 'openpgp', 'gpg.program': file, 'user.signingKey': fingerprint };
  // The second before: a commit of now need not wait. A signature that is older than its key verifies nowhere.
  const timeOf = (time: Date) => `${Math.max(Math.floor(time.getTime() / 1000) - 1, madeAt)}`;
  return {
    key: fingerprint,
    at: (time) => ({ config, env: { [signAt]: timeOf(time) } }),
    sign: (signed, time) => gpg(file, ['-bsau', fingerprint], { ...env, [signAt]: timeOf(time) }, signed),
  };
}

/** Ends the agent of a keyring. */
export async function stopAgent(folder: string, inherited: NodeJS.ProcessEnv): Promise<void> {
  if (!existsSync(join(folder, 'sign'))) return;
  await runProgram('gpgconf', { args: ['--kill', 'all'], env: clean(folder, inherited) });
}

/** The first secret key, and when the newest of its parts was made (GnuPG's doc/DETAILS, "Format of the colon listings"). */
function readListing(listing: string): { fingerprint: string; madeAt: number } {
  const records = listing.split('\n').map((line) => line.split(':'));
  const fingerprint = records.find(([kind]) => kind === 'fpr')?.[9];
  if (fingerprint === undefined) throw new SigningKeyUnusable('it holds no secret key');
  const made = records
    .filter(([kind]) => kind === 'sec' || kind === 'ssb')
    .map((record) => Number(record[5]));
  return { fingerprint, madeAt: Math.max(...made) };
}

async function gpg(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  input?: string,
): Promise<Buffer> {
  const ended = await runProgram(command, { args, env, input }).catch(() => {
    throw new SigningKeyUnusable('gpg is not installed; install GnuPG, or give an SSH key');
  });
  if (ended.exitCode === 0) return ended.stdout;
  const said = ended.stderr.toString().trim();
  if (/No pinentry|Bad passphrase/.test(said))
    throw new SigningKeyUnusable(
      'it has a passphrase that nobody could type; take it off with gpg --edit-key <key> passwd, and export it again',
    );
  throw new SigningKeyUnusable(`gpg does not take it: ${said.slice(-500)}`);
}

function clean(folder: string, { PATH }: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return { PATH, LC_ALL: 'C', GNUPGHOME: folder };
}

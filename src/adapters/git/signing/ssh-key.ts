import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runProgram } from '../program.ts';
import { type OpenedKey, SigningKeyUnusable } from './opened-key.ts';

/** A key in OpenSSH's form, which ssh-keygen signs with (ssh-keygen(1), "-Y sign"). */
export async function sshKey(text: string, folder: string, inherited: NodeJS.ProcessEnv): Promise<OpenedKey> {
  const file = join(folder, 'key');
  await writeFile(file, text, { mode: 0o600 });
  const run = (args: readonly string[], input?: string) => sshKeygen(args, inherited, input);
  const [, fingerprint = ''] = (await run(['-l', '-f', file])).toString().split(' ');
  const config = { 'gpg.format': 'ssh', 'gpg.ssh.program': 'ssh-keygen', 'user.signingKey': file };
  return {
    key: fingerprint,
    at: () => ({ config, env: {} }),
    sign: (signed) => run(['-Y', 'sign', '-n', 'git', '-f', file], signed),
  };
}

async function sshKeygen(
  args: readonly string[],
  inherited: NodeJS.ProcessEnv,
  input?: string,
): Promise<Buffer> {
  const env = { ...inherited, LC_ALL: 'C' };
  const ended = await runProgram('ssh-keygen', { args, env, input }).catch(() => {
    throw new SigningKeyUnusable('ssh-keygen is not installed; install OpenSSH');
  });
  if (ended.exitCode === 0) return ended.stdout;
  throw new SigningKeyUnusable(`ssh-keygen does not take it: ${ended.stderr.toString().trim().slice(-500)}`);
}

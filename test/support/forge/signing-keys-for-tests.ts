import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tryRun } from './git.ts';
import type { SigningKey } from './working-copy.ts';

/** A key pair, as `ssh-keygen` or `gpg` make it. */
export interface KeyPair extends SigningKey {
  readonly publicKey: string;
  /** Where the private key lies (SSH), or GnuPG's home. */
  readonly path: string;
}

export async function withKeyFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'keys-'));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export async function makeSshKey(folder: string, name = 'id'): Promise<KeyPair> {
  await must('ssh-keygen', folder, ['-q', '-t', 'ed25519', '-N', '', '-C', 'somebody', '-f', name]);
  const path = join(folder, name);
  const publicKey = await readFile(`${path}.pub`, 'utf8');
  return { publicKey, path, config: ['gpg.format=ssh', `user.signingKey=${path}`], env: {} };
}

export async function makePgpKey(folder: string, email: string): Promise<KeyPair> {
  const path = join(folder, 'gnupg');
  await mkdir(path, { mode: 0o700 });
  const env = { GNUPGHOME: path };
  const unattended = ['--batch', '--quiet', '--pinentry-mode', 'loopback', '--passphrase', ''];
  await must(
    'gpg',
    folder,
    [...unattended, '--quick-generate-key', `Somebody <${email}>`, 'ed25519', 'sign'],
    env,
  );
  const publicKey = await must('gpg', folder, ['--armor', '--export', email], env);
  return { publicKey, path, config: [`user.signingKey=${email}`], env };
}

/** GnuPG's agent would outlive the test. */
export async function stopAgent({ path }: KeyPair): Promise<void> {
  await must('gpgconf', path, ['--homedir', path, '--kill', 'all']);
}

async function must(program: string, dir: string, args: readonly string[], env = {}): Promise<string> {
  const result = await tryRun(program, dir, args, { env });
  if (result.code !== 0) throw new Error(`${program}: ${result.stderr.trim()}`);
  return result.stdout.toString('utf8');
}

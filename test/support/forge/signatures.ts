import { appendFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { git, tryRun } from './git.ts';
import type { User } from './model.ts';
import type { World } from './world.ts';

/**
 * The public keys that people showed the forge (SSH's in a list of allowed signers, OpenPGP's in a keyring), and the forge's own
 * key, with which it signs what people merge by button.
 */
export interface SigningKeys {
  readonly folder: string;
  /** Whose email a commit has to name: by login for SSH, by fingerprint for OpenPGP. */
  readonly owners: Map<string, { readonly email: string }>;
}

/** The login under which GitHub signs. */
const WEB_FLOW = 'web-flow';

/** Made when first needed. */
export function signingKeys(world: World): Promise<SigningKeys> {
  world.keys ??= createKeys(world);
  return world.keys;
}

async function createKeys({ dataDir, webCommitter }: World): Promise<SigningKeys> {
  const keys = { folder: join(dataDir, 'keys'), owners: new Map([[WEB_FLOW, webCommitter]]) };
  await mkdir(gnupgHome(keys), { recursive: true, mode: 0o700 });
  await writeFile(join(gnupgHome(keys), 'gpg.conf'), 'trust-model always\n');
  await must('ssh-keygen', keys, ['-q', '-t', 'ed25519', '-N', '', '-C', WEB_FLOW, '-f', WEB_FLOW]);
  const web = await must('ssh-keygen', keys, ['-y', '-f', WEB_FLOW]);
  await writeFile(allowedSigners(keys), `${WEB_FLOW} ${web}`);
  return keys;
}

const gnupgHome = ({ folder }: SigningKeys) => join(folder, 'gnupg');
const allowedSigners = ({ folder }: SigningKeys) => join(folder, 'allowed-signers');

async function must(program: string, { folder }: SigningKeys, args: readonly string[], input = '') {
  const env = { GNUPGHOME: join(folder, 'gnupg') };
  const result = await tryRun(program, folder, args, { input, env });
  if (result.code !== 0) throw new Error(`${program} ${args.join(' ')}: ${result.stderr.trim()}`);
  return result.stdout.toString('utf8');
}

/**
 * Registers a public key: a line of SSH, or OpenPGP in armour. A bot has none: GitHub verifies an app's own commits only where it
 * made them itself by REST ("About commit signature verification", signature verification for bots).
 */
export async function registerKey(world: World, owner: User, publicKey: string): Promise<void> {
  if (owner.kind !== 'person')
    throw new Error(`${owner.login} is no person, so it has no keys: give the committer's email an account.`);
  const keys = await signingKeys(world);
  if (!publicKey.startsWith('-----BEGIN PGP')) {
    keys.owners.set(owner.login, owner);
    await appendFile(allowedSigners(keys), `${owner.login} ${publicKey.trim()}\n`);
    return;
  }
  const listing = await must('gpg', keys, ['--batch', '--show-keys', '--with-colons'], publicKey);
  const fingerprint = /^fpr:+([0-9A-F]+):/m.exec(listing)?.[1];
  if (!fingerprint) throw new Error('That is no public key.');
  await must('gpg', keys, ['--batch', '--quiet', '--import'], publicKey);
  keys.owners.set(fingerprint, owner);
}

/** The commits of a range (as `git log` takes it) that carry no signature of their committer. */
export async function unverifiedCommits(
  world: World,
  gitDir: string,
  range: readonly string[],
): Promise<string[]> {
  const keys = await signingKeys(world);
  const format = '--format=%H%x1f%G?%x1f%GS%x1f%GP%x1f%ce';
  const config = ['-c', `gpg.ssh.allowedSignersFile=${allowedSigners(keys)}`];
  const env = { GNUPGHOME: gnupgHome(keys) };
  const listing = await git(gitDir, [...config, 'log', format, ...range], { env });
  const rows = listing.split('\n').map((line) => line.split('\x1f'));
  return rows.filter(([sha, ...told]) => sha && !isVerified(keys, told)).map(([sha = '']) => sha);
}

/** `G` is a good signature by a key that is known here; the key's owner has to be the committer. */
function isVerified({ owners }: SigningKeys, [verdict, signer = '', primary = '', email]: string[]): boolean {
  const owner = owners.get(primary) ?? owners.get(signer);
  return verdict === 'G' && owner?.email === email;
}

/** git's settings and switch for a commit that the forge signs itself. */
export async function webSignature(world: World): Promise<{ config: string[]; flags: string[] }> {
  const { folder } = await signingKeys(world);
  const config = ['-c', 'gpg.format=ssh', '-c', `user.signingKey=${join(folder, WEB_FLOW)}`];
  return { config, flags: ['-S'] };
}

import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { gitCache } from '../../../src/adapters/git/cache.ts';
import { openSigner, type Signer } from '../../../src/adapters/git/signing/signer.ts';
import { gitWriter } from '../../../src/adapters/git/writer.ts';
import { readSigningKey } from '../../../src/domain/signing-key.ts';
import { keyMaker, signerEmail } from './signing-keys.ts';

const repository = { owner: 'acme', name: 'churn' };
const at = '2031-01-02T03:04:05Z';
let keys: ReturnType<typeof keyMaker>;
let folder: string;
beforeAll(() => {
  keys = keyMaker();
  folder = join(keys.folder, 'signing');
});
afterAll(() => keys.remove());

async function open(secret: string): Promise<Signer> {
  const read = readSigningKey(secret);
  if (read.kind === 'mistake') throw new Error(read.remedy);
  return openSigner({ key: read.key, folder, inherited: process.env, now: new Date() });
}

/** A commit that is made with this key, in a cache of its own; gives its object and its raw text. */
async function commitWith(secret: string, name: string) {
  const signer = await open(secret);
  const upstream = join(keys.folder, `${name}.git`);
  execFileSync('git', ['init', '-q', '--bare', upstream]);
  const remotes = { remote: async () => ({ url: `file://${upstream}`, authorization: 'Basic c2VjcmV0' }) };
  const cache = gitCache({ folder: join(keys.folder, name), remotes, inherited: process.env });
  const git = gitWriter(cache, { name: 'Tailrace', email: signerEmail }, { signer });
  const tree = await git.edit(repository, undefined, [{ kind: 'write', path: 'a.txt', content: 'one' }]);
  const commit = await git.makeCommit(repository, { tree, parents: [], message: 'Ours', at });
  await signer.close();
  return { commit, gitDir: join(keys.folder, name, 'acme', 'churn.git') };
}

/** What git says of the commit's signature. */
function verify({ commit, gitDir }: { commit: string; gitDir: string }, ...config: string[]): string {
  const settings = config.flatMap((setting) => ['-c', setting]);
  const args = ['-C', gitDir, ...settings, 'verify-commit', '--raw', commit];
  return spawnSync('git', args, { env: keys.env, encoding: 'utf8' }).stderr;
}

describe('the same commit gets the same signature, which git verifies', () => {
  test.each([[['-t', 'ed25519']], [['-t', 'rsa', '-b', '2048']]])('an SSH key of %j', async (type) => {
    const { secret, open: known } = keys.ssh(type);
    const name = type.join('');
    const first = await commitWith(secret, `${name}-1`);
    expect((await commitWith(secret, `${name}-2`)).commit).toBe(first.commit);
    const allowed = join(keys.folder, 'allowed');
    writeFileSync(allowed, `${signerEmail} ${known}`);
    const said = verify(first, `gpg.ssh.allowedSignersFile=${allowed}`);
    expect(said).toContain(`Good "git" signature for ${signerEmail}`);
  });

  test.each(['ed25519', 'rsa2048', 'nistp256'])('an OpenPGP key of %s, dated as the commit', async (type) => {
    const { secret } = keys.openPgp(type);
    const first = await commitWith(secret, `${type}-1`);
    expect((await commitWith(secret, `${type}-2`)).commit).toBe(first.commit);
    expect(verify(first)).toMatch(/VALIDSIG \w{40} 2031-01-02 /);
  });
});

test('the key lies where only we can read it, and nothing of it stays', async () => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'left'), 'by a process that was killed');
  const { secret } = keys.ssh(['-t', 'ed25519']);
  const signer = await open(secret);
  expect(signer.key).toMatch(/^SHA256:/);
  expect(readdirSync(folder)).toEqual(['key']);
  expect([statSync(folder).mode & 0o777, statSync(join(folder, 'key')).mode & 0o777]).toEqual([0o700, 0o600]);
  await signer.close();
  expect(existsSync(folder)).toBe(false);
});

test("git's login at the forge does not get into gpg's agent, and the agent goes with the key", async () => {
  const signer = await open(keys.openPgp('ed25519').secret);
  const env = { ...process.env, GNUPGHOME: folder };
  const asked = execFileSync('gpg-connect-agent', ['getinfo pid', '/bye'], { env, encoding: 'utf8' });
  const agent = Number(/D (\d+)/.exec(asked)?.[1]);
  expect(readFileSync(`/proc/${agent}/environ`, 'utf8')).toContain('GNUPGHOME=');
  expect(readFileSync(`/proc/${agent}/environ`, 'utf8')).not.toMatch(/GIT_|TAILRACE/);
  await signer.close();
  const again = spawnSync('gpg-connect-agent', ['--no-autostart', '/bye'], { env, encoding: 'utf8' });
  expect(again.stderr).toContain('no gpg-agent running');
});

test('a signature of now is dated a second back, since a clock that is told to stand at now goes on', async () => {
  const signer = await open(keys.openPgp('ed25519').secret);
  const now = new Date('2031-01-02T03:04:05.678Z');
  expect(signer.at(now).env).toEqual({ TAILRACE_SIGN_AT: `${Date.parse('2031-01-02T03:04:04Z') / 1000}` });
  await signer.close();
});

describe('a key that can not sign by itself, always the same, is refused with the reason', () => {
  test.each([
    ['a passphrase', () => keys.ssh(['-t', 'ed25519'], 'secret').secret, /passphrase .* ssh-keygen -p/],
    ['ECDSA', () => keys.ssh(['-t', 'ecdsa']).secret, /ECDSA gives another signature each time/],
    ['a public key', () => keys.ssh(['-t', 'ed25519']).open, /this is a public key/],
    [
      'PEM',
      () => keys.ssh(['-t', 'rsa', '-b', '2048', '-m', 'PEM']).secret,
      /OpenSSH's own form: ssh-keygen -p/,
    ],
    ['an OpenPGP public key', () => keys.openPgp('ed25519').open, /this is a public key/],
    ['an OpenPGP passphrase', () => keys.openPgp('ed25519', 'secret').secret, /passphrase .* gpg --edit-key/],
    [
      'a broken OpenPGP key',
      () => '-----BEGIN PGP PRIVATE KEY BLOCK-----\n\nbm90IGEga2V5\n-----END PGP PRIVATE KEY BLOCK-----\n',
      /gpg does not take it/,
    ],
    ['something else', () => 'hunter2', /give an OpenSSH private key or an armored OpenPGP secret key/],
  ])('%s', async (_, secret, reason) => {
    await expect(open(secret())).rejects.toThrow(reason);
    expect(existsSync(folder)).toBe(false);
  });
});

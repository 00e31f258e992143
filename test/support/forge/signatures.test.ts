import { afterEach, beforeEach, expect, test } from 'vitest';
import { type FakeForge, startFakeForge } from './fake-forge.ts';
import { makePgpKey, makeSshKey, stopAgent, withKeyFolder } from './signing-keys-for-tests.ts';

const repository = 'acme/churn';
let forge: FakeForge;

beforeEach(async () => {
  forge = await startFakeForge({ webhookSecret: 'secret' });
  await forge.createRepository({ owner: 'acme', name: 'churn', branches: ['sandbox', 'qa'] });
  forge.protect(repository, 'qa', { signed: true });
});

afterEach(() => forge.close());

test('only what its committer signed comes onto a branch that wants signatures', () =>
  withKeyFolder(async (folder) => {
    const [danas, eves] = [await makeSshKey(folder, 'dana'), await makeSshKey(folder, 'eve')];
    const dana = forge.person('dana');
    await forge.signingKey('dana', danas.publicKey);
    const unsigned = dana.push({ repository, branch: 'qa', files: { a: '1' } });
    await expect(unsigned).rejects.toThrow('Commits must have verified signatures.');
    const unknown = dana.push({ repository, branch: 'qa', files: { a: '2' }, sign: eves });
    await expect(unknown).rejects.toThrow('Commits must have verified signatures.');
    await forge.signingKey('eve', eves.publicKey);
    const somebodyElses = dana.push({ repository, branch: 'qa', files: { a: '3' }, sign: eves });
    await expect(somebodyElses).rejects.toThrow('Commits must have verified signatures.');

    const signed = await dana.push({ repository, branch: 'qa', files: { a: '4' }, sign: danas });
    expect(await forge.repository(repository).head('qa')).toBe(signed);
  }));

test('an OpenPGP key is as good', () =>
  withKeyFolder(async (folder) => {
    const key = await makePgpKey(folder, 'dana@people.example');
    await forge.signingKey('dana', key.publicKey);
    const push = { repository, branch: 'qa', files: { a: '1' }, sign: key };
    expect(await forge.person('dana').push(push)).toBe(await forge.repository(repository).head('qa'));
    await stopAgent(key);
  }));

test('what was signed before counts, what comes along unsigned does not', () =>
  withKeyFolder(async (folder) => {
    const key = await makeSshKey(folder);
    const dana = forge.person('dana');
    await forge.signingKey('dana', key.publicKey);
    await dana.push({ repository, branch: 'better', from: 'qa', files: { a: '1' } });
    await dana.push({ repository, branch: 'better', files: { a: '2' }, sign: key });
    const both = dana.pushRef(repository, 'refs/remotes/origin/better:refs/heads/qa');
    await expect(both).rejects.toThrow('Commits must have verified signatures.');
    forge.protect(repository, 'better', { signed: true });
    await dana.push({ repository, branch: 'better', files: { a: '3' }, sign: key });
  }));

test("the forge signs merges and squashes itself, but no rebase, and not for others' unsigned commits", () =>
  withKeyFolder(async (folder) => {
    const key = await makeSshKey(folder);
    const dana = forge.person('dana');
    const opened = async (branch: string, sign?: typeof key) => {
      await dana.push({ repository, branch, from: 'qa', files: { [branch]: '1' }, ...(sign && { sign }) });
      return dana.openPullRequest({ repository, head: branch, base: 'qa', title: branch });
    };
    await forge.signingKey('dana', key.publicKey);
    const [signed, squashed, unsigned] = [
      await opened('one', key),
      await opened('two', key),
      await opened('three'),
    ];
    await expect(dana.merge(repository, signed, 'rebase')).rejects.toThrow(
      'Base branch requires signed commits. Rebase merges cannot be automatically signed by GitHub',
    );
    await expect(dana.merge(repository, unsigned, 'merge')).rejects.toThrow('must have verified signatures.');
    await dana.merge(repository, signed, 'merge');
    await dana.merge(repository, squashed, 'squash');
    // Everything that came onto the branch can be pushed again.
    await dana.pushRef(repository, 'refs/remotes/origin/qa:refs/heads/uat');
    forge.protect(repository, 'uat', { signed: true, forcePushes: true });
    const first = await forge.repository(repository).head('sandbox');
    await dana.pushRef(repository, `+${first}:refs/heads/uat`);
    await dana.pushRef(repository, 'refs/remotes/origin/qa:refs/heads/uat');
  }));

test('a bot has no keys of its own', async () => {
  const refused = forge.signingKey(forge.app.botLogin, 'ssh-ed25519 AAAA');
  await expect(refused).rejects.toThrow("give the committer's email an account");
});

import { createSign, generateKeyPairSync } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type FakeForge, startFakeForge } from '../fake-forge.ts';
import { appClient, tokenClient } from '../octokit-for-tests.ts';

const churn = { owner: 'acme', repo: 'churn' };
let forge: FakeForge;

beforeEach(async () => {
  forge = await startFakeForge({ webhookSecret: 'secret' });
  await forge.createRepository({ owner: 'acme', name: 'churn' });
  await forge.createRepository({ owner: 'acme', name: 'fraud' });
});

afterEach(() => forge.close());

function jwt(claims: Record<string, unknown>, key: string = forge.app.privateKey): string {
  const now = Math.floor(Date.now() / 1000);
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${encode({ alg: 'RS256', typ: 'JWT' })}.${encode({ iat: now - 30, exp: now + 300, ...claims })}`;
  return `${signed}.${createSign('RSA-SHA256').update(signed).sign(key, 'base64url')}`;
}

function asApp(token: string) {
  return fetch(`${forge.apiUrl}/app`, { headers: { authorization: `Bearer ${token}` } });
}

test('the app signs in as itself and finds where it is installed', async () => {
  const app = appClient(forge).rest.apps;
  expect((await app.getAuthenticated()).data).toMatchObject({ id: forge.app.id, slug: 'tailrace' });
  const { data } = await app.getRepoInstallation(churn);
  expect(data).toMatchObject({ account: { login: 'acme' }, id: forge.installationId('acme/churn') });
  expect((await app.listInstallations()).data).toHaveLength(1);
});

test.each([
  ['signed by somebody else', () => jwt({ iss: forge.app.id }, strangersKey()), 'could not be decoded'],
  ['of another app', () => jwt({ iss: 7 }), 'Issuer'],
  ['expired', () => jwt({ iss: forge.app.id, exp: 1 }), 'in the future'],
  ['too long-lived', () => jwt({ iss: forge.app.id, exp: 9_999_999_999 }), 'too far in the future'],
])('a token that is %s is refused', async (_name, token, words) => {
  forge.expectProblem(/401/);
  const response = await asApp(token());
  expect(response.status).toBe(401);
  expect(await response.text()).toContain(words);
});

function strangersKey(): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
}

test("an installation's token reaches its repositories, or fewer", async () => {
  const all = await appClient(forge, 'acme/churn').rest.apps.listReposAccessibleToInstallation();
  expect(all.data.repositories.map(({ name }) => name)).toEqual(['churn', 'fraud']);

  const installation_id = forge.installationId('acme/churn') ?? 0;
  const wish = { installation_id, repositories: ['churn'] };
  const { data } = await appClient(forge).rest.apps.createInstallationAccessToken(wish);
  const narrow = tokenClient(forge, data.token).rest.repos;
  expect((await narrow.get(churn)).data.full_name).toBe('acme/churn');
  await expect(narrow.get({ owner: 'acme', repo: 'fraud' })).rejects.toMatchObject({ status: 404 });
});

test('a missing permission is refused and is a problem', async () => {
  forge.expectProblem(/403/);
  const installation_id = forge.installationId('acme/churn') ?? 0;
  const wish = { installation_id, permissions: { contents: 'read' } as const };
  const { data } = await appClient(forge).rest.apps.createInstallationAccessToken(wish);
  const refused = tokenClient(forge, data.token).rest.pulls.list(churn);
  await expect(refused).rejects.toThrow('Resource not accessible by integration');
});

test('an expired token gets 401 without being a problem, and a new one works', async () => {
  const installation_id = forge.installationId('acme/churn') ?? 0;
  const { data } = await appClient(forge).rest.apps.createInstallationAccessToken({ installation_id });
  const client = tokenClient(forge, data.token);
  await client.rest.repos.get(churn);
  forge.expireTokens();
  await expect(client.rest.repos.get(churn)).rejects.toMatchObject({ status: 401 });
  expect((await appClient(forge, 'acme/churn').rest.repos.get(churn)).status).toBe(200);
});

test('nobody sees a private repository that is not theirs', async () => {
  const { token } = forge.user('olaf', { role: 'none' });
  for (const client of [tokenClient(forge), tokenClient(forge, token)])
    await expect(client.rest.repos.get(churn)).rejects.toMatchObject({ status: 404 });
});

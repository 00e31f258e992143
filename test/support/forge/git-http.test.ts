import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type FakeForge, startFakeForge } from './fake-forge.ts';
import { git, tryGit } from './git.ts';
import { appClient } from './octokit-for-tests.ts';

const REPOSITORY = 'acme/churn';
let forge: FakeForge;
let dir: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'fake-forge-client-'));
  forge = await startFakeForge({ webhookSecret: 'secret' });
  await forge.createRepository({
    owner: 'acme',
    name: 'churn',
    files: { 'big/data.csv': 'x'.repeat(50_000) },
  });
});

afterEach(async () => {
  await rm(dir, { recursive: true });
  await forge.close();
});

const address = () => `${forge.url}/${REPOSITORY}.git`;

function login(token: string): Record<string, string> {
  const credentials = Buffer.from(`x-access-token:${token}`).toString('base64');
  return {
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: 'http.extraHeader',
    GIT_CONFIG_VALUE_0: `Authorization: Basic ${credentials}`,
  };
}

async function appToken(permissions: { contents: 'read' | 'write' }): Promise<string> {
  const installation_id = forge.installationId(REPOSITORY) ?? 0;
  const { data } = await appClient(forge).rest.apps.createInstallationAccessToken({
    installation_id,
    permissions,
  });
  return data.token;
}

test('a private repository is cloned with a token only', async () => {
  const anonymous = await tryGit(dir, ['clone', address(), 'no']);
  expect(anonymous.stderr).toContain('could not read Username');
  await git(dir, ['clone', '--quiet', address(), 'yes'], {
    env: login(await appToken({ contents: 'read' })),
  });
  expect(await git(join(dir, 'yes'), ['ls-files'])).toBe('big/data.csv');
});

test('a wrong token, and an outsider, get nothing', async () => {
  forge.expectProblem(/git with a bad token/);
  expect((await tryGit(dir, ['clone', address()], { env: login('wrong') })).code).toBe(128);
  const outsider = forge.user('olaf', { role: 'none' });
  const refused = await tryGit(dir, ['clone', address()], { env: login(outsider.token) });
  expect(refused.stderr).toContain('not found');
});

test('a token that may only read does not push', async () => {
  const env = login(await appToken({ contents: 'read' }));
  await git(dir, ['clone', '--quiet', address(), '.'], { env });
  const push = await tryGit(dir, ['push', 'origin', 'HEAD:refs/heads/other'], { env });
  expect(push.stderr).toContain('403');
  expect(await forge.repository(REPOSITORY).branches()).toEqual(['main']);
});

test("the app's own push is told with the bot as its sender", async () => {
  const env = login(await appToken({ contents: 'write' }));
  await git(dir, ['clone', '--quiet', address(), '.'], { env });
  await git(dir, ['push', '--quiet', 'origin', 'HEAD:refs/heads/tailrace/evidence'], { env });
  const body: unknown = JSON.parse(forge.deliveries[0]?.body ?? '');
  expect(body).toMatchObject({
    ref: 'refs/heads/tailrace/evidence',
    created: true,
    commits: [],
    sender: { login: 'tailrace[bot]', type: 'Bot' },
  });
});

test('a commit is fetched by its SHA without its files, which come when they are needed', async () => {
  const env = login(await appToken({ contents: 'read' }));
  const sha = await forge.repository(REPOSITORY).head('main');
  await git(dir, ['init', '--quiet']);
  await git(dir, ['remote', 'add', 'origin', address()]);
  await git(dir, ['config', 'remote.origin.promisor', 'true']);
  await git(dir, ['fetch', '--quiet', '--filter=blob:none', 'origin', sha], { env });

  const missing = await git(dir, ['rev-list', '--objects', '--missing=print', sha]);
  expect(missing).toMatch(/^\?[0-9a-f]{40}$/m);
  expect(await git(dir, ['show', `${sha}:big/data.csv`], { env })).toHaveLength(50_000);
});

test('a forced push and a pushed tag are told as what they are', async () => {
  const dana = forge.person('dana');
  const first = await forge.repository(REPOSITORY).head('main');
  const gone = await dana.push({ repository: REPOSITORY, branch: 'main', files: { one: '1' } });
  await dana.push({ repository: REPOSITORY, branch: 'main', from: first, files: { two: '2' }, force: true });
  await dana.pushRef(REPOSITORY, `${first}:refs/tags/v1`);

  const bodies = forge.deliveries.map(({ body }): unknown => JSON.parse(body));
  expect(bodies[1]).toMatchObject({ forced: true, before: gone, commits: [{ added: ['two'] }] });
  expect(bodies[2]).toMatchObject({ ref: 'refs/tags/v1', after: first, created: true });
});

test('a link to a file at a commit gives its bytes', async () => {
  const sha = await forge.repository(REPOSITORY).head('main');
  const response = await fetch(`${forge.url}/${REPOSITORY}/blob/${sha}/big/data.csv?raw=true`);
  expect(await response.text()).toHaveLength(50_000);
});

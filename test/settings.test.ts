import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readSettings, SettingsWrong } from '../src/settings.ts';

const pem = '-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----\n';
const needed = { APP_ID: '123', PRIVATE_KEY: pem, WEBHOOK_SECRET: 'a secret of some length' };

/** What a person reads who starts Tailrace with these settings: a line for each mistake. */
function mistakesOf(environment: Record<string, string>): string[] {
  try {
    readSettings(environment);
    return [];
  } catch (error) {
    if (!(error instanceof SettingsWrong)) throw error;
    const [first, ...mistakes] = error.message.split('\n');
    expect(first).toBe("Tailrace can't start with these settings:");
    return mistakes.map((line) => line.trim());
  }
}

test('three settings are enough, and all else has a default', () => {
  expect(readSettings(needed)).toEqual({
    github: {
      appId: 123,
      privateKey: pem,
      webhookSecret: needed.WEBHOOK_SECRET,
      baseUrl: 'https://api.github.com',
      webUrl: 'https://github.com',
    },
    host: '0.0.0.0',
    port: 3000,
    databaseUrl: undefined,
    dataFolder: join(homedir(), '.local', 'share', 'tailrace'),
    runsAtOnce: 4,
    cacheBytes: 20 * 1024 ** 3,
    pruneRegistry: false,
    checkerBase: 'python:3.13-slim',
    dockerConfig: {},
    kubeconfig: [join(homedir(), '.kube', 'config')],
    logLevel: 'info',
    identity: { name: 'Tailrace', email: 'tailrace@users.noreply.github.com' },
    operator: { policy: { rules: [] }, secrets: {} },
    signing: undefined,
    environment: {},
  });
});

test('every mistake is told at once, each with what to set, and no wrong value is repeated', () => {
  const wrong = {
    APP_ID: 'hunter2',
    WEBHOOK_SECRET: 'hunter2',
    GHE_HOST: 'https://hunter2',
    PORT: '70000',
    DATABASE_URL: 'mysql://hunter2@db/x',
    DOCKER_AUTH_CONFIG: '{"hunter2"',
    LOG_LEVEL: 'hunter2',
    TAILRACE_RUNS_AT_ONCE: '0',
    TAILRACE_COMMIT_EMAIL: 'hunter2',
    PRIVATE_KEY: 'hunter2',
  };
  const mistakes = mistakesOf(wrong);
  expect(mistakes.map((line) => line.split(' is wrong: ')[0]).sort()).toEqual(Object.keys(wrong).sort());
  expect(mistakes.join()).not.toContain('hunter2');
  expect(mistakes).toContain('GHE_HOST is wrong: give the host alone, for example github.example.com.');
});

test('what is not set is told apart from what is wrong; an empty setting is not set', () => {
  const missing = [
    "APP_ID is not set: give the app's id, a number that its settings page shows.",
    "WEBHOOK_SECRET is not set: give the app's webhook secret, 16 characters or more.",
    "PRIVATE_KEY_PATH is not set: name the file of the app's private key, or give its text as PRIVATE_KEY.",
  ];
  expect(mistakesOf({})).toEqual(missing);
  expect(mistakesOf({ APP_ID: '', WEBHOOK_SECRET: ' ', PRIVATE_KEY: '', PRIVATE_KEY_PATH: '' })).toEqual(
    missing,
  );
  expect(readSettings({ ...needed, PORT: '', DATABASE_URL: '', GHE_HOST: '' }).port).toBe(3000);
});

describe('the private key', () => {
  test('may be written in one line', () => {
    const oneLine = pem.replaceAll('\n', '\\n');
    expect(readSettings({ ...needed, PRIVATE_KEY: oneLine }).github.privateKey).toBe(pem);
  });

  test('may lie in a file', () => {
    const folder = mkdtempSync(join(tmpdir(), 'tailrace-settings-'));
    const { PRIVATE_KEY: _, ...others } = needed;
    writeFileSync(join(folder, 'key.pem'), pem);
    writeFileSync(join(folder, 'other.pem'), 'ssh-rsa AAAA');
    const withFile = (name: string) => ({ ...others, PRIVATE_KEY_PATH: join(folder, name) });
    expect(readSettings(withFile('key.pem')).github.privateKey).toBe(pem);
    expect(mistakesOf(withFile('other.pem'))[0]).toMatch(/^PRIVATE_KEY_PATH is wrong: name the file/);
    expect(mistakesOf(withFile('gone.pem'))).toEqual([
      `PRIVATE_KEY_PATH is wrong: the file ${join(folder, 'gone.pem')} can't be read.`,
    ]);
    rmSync(folder, { recursive: true });
  });
});

test('the key that commits are signed with is recognised by what stands in it, or the mistake is told', () => {
  const armored = '-----BEGIN PGP PRIVATE KEY BLOCK-----\n\nabc\n-----END PGP PRIVATE KEY BLOCK-----\n';
  const oneLine = { TAILRACE_SIGNING_KEY: armored.replaceAll('\n', '\\n') };
  expect(readSettings({ ...needed, ...oneLine }).signing).toEqual({
    key: { kind: 'openpgp', text: armored },
    setting: 'TAILRACE_SIGNING_KEY',
  });
  expect(mistakesOf({ ...needed, TAILRACE_SIGNING_KEY: 'ssh-ed25519 AAAA' })).toEqual([
    'TAILRACE_SIGNING_KEY is wrong: this is a public key; give the secret one.',
  ]);
  expect(mistakesOf({ ...needed, TAILRACE_SIGNING_KEY_PATH: '/nowhere' })).toEqual([
    "TAILRACE_SIGNING_KEY_PATH is wrong: the file /nowhere can't be read.",
  ]);
});

describe("the operator's policy", () => {
  const folder = mkdtempSync(join(tmpdir(), 'tailrace-policy-'));
  const path = join(folder, 'policy.yml');
  afterAll(() => rmSync(folder, { recursive: true }));

  test('lies in a file, and values of secrets beside it', () => {
    writeFileSync(path, 'rules: [{name: all, repositories: ["**"], secrets: [WAREHOUSE]}]');
    const given = { ...needed, TAILRACE_POLICY: path, TAILRACE_SECRET_WAREHOUSE: 'a password' };
    expect(readSettings(given).operator).toEqual({
      policy: { rules: [{ name: 'all', repositories: ['**'], secrets: ['WAREHOUSE'] }] },
      secrets: { WAREHOUSE: 'a password' },
    });
  });

  test('is told with all its mistakes, among those of the other settings', () => {
    writeFileSync(path, 'rules:\n  - {name: all, network: yes}\n');
    const given = { ...needed, PORT: '-1', TAILRACE_POLICY: path, TAILRACE_SECRET_PIN: '1234' };
    expect(mistakesOf(given)).toEqual([
      'PORT is wrong: give a port, 0 to 65535 (0 takes a free one).',
      `TAILRACE_POLICY is wrong in line 2 of ${path}: \`repositories\` is missing in a rule. Write for example \`repositories: [acme/*]\`.`,
      `TAILRACE_POLICY is wrong in line 2 of ${path}: \`network\` must be \`true\` or \`false\`, not the text \`yes\`. Write for example \`network: true\`.`,
      'TAILRACE_SECRET_PIN is wrong: give 8 characters or more, so that it can be masked.',
    ]);
  });

  test('must be there', () => {
    const gone = join(folder, 'gone.yml');
    expect(mistakesOf({ ...needed, TAILRACE_POLICY: gone })).toEqual([
      `TAILRACE_POLICY is wrong: the file ${gone} can't be read.`,
    ]);
  });
});

test.each([
  [{ GHE_HOST: 'github.example.com' }, 'https://github.example.com/api/v3', 'https://github.example.com'],
  [
    { GHE_HOST: '127.0.0.1:8080', GHE_PROTOCOL: 'http' },
    'http://127.0.0.1:8080/api/v3',
    'http://127.0.0.1:8080',
  ],
])('with %j the API is at %s', (enterprise, baseUrl, webUrl) => {
  expect(readSettings({ ...needed, ...enterprise }).github).toMatchObject({ baseUrl, webUrl });
});

test('git inherits ways to the network, and no secret whatever its name', () => {
  const ways = {
    PATH: '/usr/bin',
    HOME: '/root',
    https_proxy: 'http://proxy:3128',
    NO_PROXY: 'localhost',
    SSL_CERT_FILE: '/etc/ca.pem',
    GIT_SSL_CAINFO: '/etc/ca.pem',
  };
  const secrets = {
    ...needed,
    DATABASE_URL: 'postgres://u:p@db/x',
    DOCKER_AUTH_CONFIG: '{}',
    PGPASSWORD: 'p',
    AWS_SECRET_ACCESS_KEY: 's',
    TAILRACE_SECRET_WAREHOUSE: 'a password',
    GITHUB_TOKEN: 't',
    GIT_DIR: '/elsewhere',
  };
  expect(readSettings({ ...ways, ...secrets }).environment).toEqual(ways);
});

test('what is given is taken', () => {
  const auths = { 'registry.example.com': { auth: 'dTpw' } };
  const settings = readSettings({
    ...needed,
    HOST: '127.0.0.1',
    PORT: '0',
    DATABASE_URL: 'postgresql://u:p@db:5432/tailrace',
    TAILRACE_DATA: 'data',
    TAILRACE_RUNS_AT_ONCE: '8',
    TAILRACE_CACHE_GB: '5',
    TAILRACE_PRUNE_REGISTRY: 'true',
    TAILRACE_CHECKER_BASE: 'registry.example.com:5000/python:3.12',
    DOCKER_AUTH_CONFIG: JSON.stringify({ auths }),
    KUBECONFIG: `/etc/eu${delimiter}/etc/us`,
    LOG_LEVEL: 'debug',
    TAILRACE_COMMIT_NAME: 'Bot',
    TAILRACE_COMMIT_EMAIL: 'bot@example.com',
  });
  expect(settings).toMatchObject({
    host: '127.0.0.1',
    port: 0,
    databaseUrl: 'postgresql://u:p@db:5432/tailrace',
    dataFolder: resolve('data'),
    runsAtOnce: 8,
    cacheBytes: 5 * 1024 ** 3,
    pruneRegistry: true,
    checkerBase: 'registry.example.com:5000/python:3.12',
    dockerConfig: { auths },
    kubeconfig: ['/etc/eu', '/etc/us'],
    logLevel: 'debug',
    identity: { name: 'Bot', email: 'bot@example.com' },
  });
});

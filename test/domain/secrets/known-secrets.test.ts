import pino from 'pino';
import { expect, test } from 'vitest';
import { knownSecrets } from '../../../src/domain/secrets/known-secrets.ts';
import { createProcessMask } from '../../../src/domain/secrets/process-mask.ts';

const login = (text: string) => Buffer.from(text).toString('base64');
const secrets = {
  'the private key': '-----BEGIN KEY-----\nMIIEpAIBAAKCAQEA7\nqOb3vXkQ9mYtTg==\n-----END KEY-----\n',
  'the webhook secret': 'the webhook secret',
  'the password of the database': 'p@ss/of:postgres',
  'the password of a registry': 'carrier-pigeon',
  'a token of a registry': 'identity-token-of-ours',
  'the signing key': '-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXkt\n-----END',
  'a secret of notebooks': 'wär"haus',
};

const known = knownSecrets({
  github: { privateKey: secrets['the private key'], webhookSecret: secrets['the webhook secret'] },
  databaseUrl: `postgres://tailrace:${encodeURIComponent(secrets['the password of the database'])}@db/x`,
  dockerConfig: {
    auths: {
      'registry.example.com': { auth: login(`carrier:${secrets['the password of a registry']}`) },
      'ghcr.io': { identitytoken: secrets['a token of a registry'] },
    },
  },
  signing: { key: { text: secrets['the signing key'] } },
  operator: { secrets: { WAREHOUSE: secrets['a secret of notebooks'] } },
});
const mask = createProcessMask(known);

test.each(Object.entries(secrets))('%s is known, and masked as it is, in base64 and in URLs', (_, secret) => {
  expect(known).toContain(secret);
  for (const written of [secret, login(secret), encodeURIComponent(secret), JSON.stringify(secret)])
    expect(mask(`so: ${written}.`)).toMatch(/^so: "?\*\*\*"?\.$/);
});

test('a registry login is masked as it lies in the configuration', () => {
  expect(mask(login('carrier:carrier-pigeon'))).toBe('***');
});

test.each([
  `ghs_${'a1B2'.repeat(9)}`,
  `github_pat_${'a1_B2'.repeat(9)}`,
  `eyJhbGciOiJSUzI1NiJ9.${'eyJpc3MiOjF9'.repeat(2)}.${'c2lnbmF0dXJl'.repeat(3)}`,
])('a token that was given out since is masked: %s', (token) => {
  expect(mask(`authorization: token ${token}`)).toBe('authorization: token ***');
});

test('without any of it nothing is masked, and nothing is known', () => {
  const none = { databaseUrl: undefined, dockerConfig: {}, signing: undefined, operator: { secrets: {} } };
  expect(knownSecrets({ github: { privateKey: '', webhookSecret: '' }, ...none })).toEqual([]);
  expect(createProcessMask([])('released by dana in 3 s')).toBe('released by dana in 3 s');
});

test('a line of the log is masked whole, in its fields and in the chain of its errors', () => {
  const lines: string[] = [];
  const log = pino({ hooks: { streamWrite: mask } }, { write: (line) => lines.push(line) });
  const cause = new Error(`git said: password=${secrets['a secret of notebooks']}`);
  log.child({ by: secrets['the webhook secret'] }).error({ err: new Error('It failed', { cause }) }, 'x');
  expect(lines.join('')).toContain('password=***');
  expect(lines.join('')).toContain('"by":"***"');
});

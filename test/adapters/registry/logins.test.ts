import { expect, test } from 'vitest';
import { dockerConfigSchema, loginFor, registryLogins } from '../../../src/adapters/registry/logins.ts';
import { parseRepository } from '../../../src/adapters/registry/repository.ts';

const auth = Buffer.from('tailrace:pass:word').toString('base64');

test('logins are found by the registry of a repository', () => {
  const auths = {
    'https://index.docker.io/v1/': { auth },
    'registry.example.com': { username: 'a', password: 'b' },
    helper: {},
  };
  const logins = registryLogins(dockerConfigSchema.parse({ auths, credsStore: 'osxkeychain' }));

  expect(loginFor(logins, 'acme/churn')).toEqual({ username: 'tailrace', password: 'pass:word' });
  expect(loginFor(logins, 'registry.example.com/acme/churn')).toEqual({ username: 'a', password: 'b' });
  expect(loginFor(logins, 'helper/acme/churn')).toEqual({ username: 'tailrace', password: 'pass:word' });
  expect(loginFor(logins, 'other.example.com/churn')).toBeUndefined();
});

test.each([
  ['127.0.0.1:5000/acme/churn', 'http://127.0.0.1:5000', 'acme/churn'],
  ['localhost/churn', 'http://localhost', 'churn'],
  ['registry.example.com:8443/a/b/c', 'https://registry.example.com:8443', 'a/b/c'],
  ['127.0.0.1.example.com/churn', 'https://127.0.0.1.example.com', 'churn'],
  ['docker.io/acme/churn', 'https://registry-1.docker.io', 'acme/churn'],
  ['python', 'https://registry-1.docker.io', 'library/python'],
])('%s is asked at %s', (repository, origin, path) => {
  expect(parseRepository(repository)).toMatchObject({ origin, path });
});

import { expect, test } from 'vitest';
import { formatRepository, parseRepository } from '../../src/domain/repository-ref.ts';

test.each([
  ['acme/churn', { owner: 'acme', name: 'churn' }],
  ['a.b-c_d/e.f', { owner: 'a.b-c_d', name: 'e.f' }],
  ['group/sub/churn', { owner: 'group/sub', name: 'churn' }],
])('%s is read, and written back', (text, repository) => {
  expect(parseRepository(text)).toEqual(repository);
  expect(formatRepository(repository)).toBe(text);
});

test.each([
  '',
  'churn',
  '/churn',
  'acme/',
  'acme//churn',
  'acme/churn ',
  'acme/../churn',
  '../churn',
  'acme/.',
  'https://x/acme/churn',
  'a/b\n',
])('%j is no repository', (text) => {
  expect(parseRepository(text)).toBeUndefined();
});

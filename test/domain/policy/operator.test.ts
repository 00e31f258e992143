import { expect, test } from 'vitest';
import { defaultAllowances } from '../../../src/domain/policy/allowances.ts';
import { readOperator, secretsFor } from '../../../src/domain/policy/operator.ts';
import { withheldSecrets } from '../../../src/domain/policy/withheld-secrets.ts';

test('secrets are what stands behind the prefix', () => {
  const settings = {
    TAILRACE_SECRET_WAREHOUSE_PASSWORD: 'hunter2hunter2',
    TAILRACE_DATA: '/data',
    OTHER: 'x',
  };
  expect(readOperator(undefined, settings)).toEqual({
    operator: { policy: { rules: [] }, secrets: { WAREHOUSE_PASSWORD: 'hunter2hunter2' } },
    mistakes: [],
  });
});

test('a secret that is too short to be masked is a mistake that does not repeat it', () => {
  const { mistakes } = readOperator(undefined, { TAILRACE_SECRET_PIN: ' 1234567 ' });
  expect(mistakes).toEqual([
    'TAILRACE_SECRET_PIN is wrong: give 8 characters or more, so that it can be masked.',
  ]);
});

test('a notebook gets the secrets that it names, and no other', () => {
  const operator = { policy: { rules: [] }, secrets: { A: 'value of a', B: 'value of b' } };
  expect(secretsFor(operator, ['B'])).toEqual({ B: 'value of b' });
  expect(secretsFor(operator, [])).toEqual({});
  expect(() => secretsFor(operator, ['toString'])).toThrow('the secret toString has no value');
});

test.each([
  ['a branch of the repository', { fork: false, ownRules: false }, false, []],
  ['one that brings its own rules', { fork: false, ownRules: true }, false, ['A']],
  ['one that the operator grants them', { fork: false, ownRules: true }, true, []],
  ['a fork', { fork: true, ownRules: false }, false, ['A']],
  ['a fork, whatever the operator grants', { fork: true, ownRules: true }, true, ['A']],
])('%s', (_, trust, firstSetupSecrets, withheld) => {
  const guards = { secrets: ['A'], allowances: { ...defaultAllowances, firstSetupSecrets } };
  expect(withheldSecrets(guards, trust)).toEqual(withheld);
});

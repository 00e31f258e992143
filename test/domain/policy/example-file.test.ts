import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { allowancesFor } from '../../../src/domain/policy/allowances-for.ts';
import { parsePolicy } from '../../../src/domain/policy/parse-policy.ts';
import { policyJsonSchemaText } from '../../../src/domain/policy/policy-json-schema.ts';

const read = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');

test('the example can be read, and shows every key of a rule', () => {
  const parsed = parsePolicy(read('deploy/policy.example.yml'));
  if (parsed.kind === 'mistakes') throw new Error(JSON.stringify(parsed.mistakes, null, 2));
  const [first = {}] = parsed.policy.rules;
  const { properties } = JSON.parse(policyJsonSchemaText()).properties.rules.items;
  expect(Object.keys(first).sort()).toEqual(Object.keys(properties).sort());
});

test('the example says what it does', () => {
  const parsed = parsePolicy(read('deploy/policy.example.yml'));
  const policy = parsed.kind === 'ok' ? parsed.policy : { rules: [] };
  const of = (name: string, owner = 'acme') => allowancesFor(policy, { owner, name });
  expect(of('churn_EU').by).toBe('the rule `everybody else`');
  expect(of('Churn-EU', 'Acme')).toMatchObject({
    by: 'the rule `churn`',
    images: ['registry.example.com/acme/churn-eu'],
    gitops: [{ repository: 'acme/gitops', folders: ['*/churn-eu'], branches: ['main'] }],
    namespaces: ['churn-eu-*'],
  });
  expect(of('churn', 'other').by).toBe('the default policy');
});

test('its schema is committed as the code gives it (else run `node scripts/write-schema.ts`)', () => {
  expect(read('schema/policy.schema.json')).toBe(policyJsonSchemaText());
});

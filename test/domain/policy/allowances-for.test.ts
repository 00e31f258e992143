import { describe, expect, it, test } from 'vitest';
import { defaultAllowances } from '../../../src/domain/policy/allowances.ts';
import { allowancesFor, noPolicy } from '../../../src/domain/policy/allowances-for.ts';
import { configurationOf, smallest } from '../configuration/reading.ts';
import { policyOf, ruleOf } from './reading.ts';

const churn = { owner: 'acme', name: 'churn' };

test('without a policy, and where no rule is for a repository, the default policy holds', () => {
  expect(allowancesFor(noPolicy, churn)).toBe(defaultAllowances);
  expect(allowancesFor(ruleOf('network: true'), { owner: 'other', name: 'churn' })).toBe(defaultAllowances);
});

test('the first rule that matches holds whole: nothing of a later one is added', () => {
  const policy = policyOf(`rules:
  - {name: churn, repositories: [acme/churn], secrets: [A]}
  - {name: all, repositories: ["**"], network: true, secrets: [B]}
`);
  expect(allowancesFor(policy, churn)).toMatchObject({
    by: 'the rule `churn`',
    secrets: ['A'],
    network: false,
  });
  const credit = { owner: 'acme', name: 'credit' };
  expect(allowancesFor(policy, credit)).toMatchObject({
    by: 'the rule `all`',
    secrets: ['B'],
    network: true,
  });
});

describe('a pattern of repositories', () => {
  it.each([
    ['acme/churn', 'acme/churn', true],
    ['acme/churn', 'ACME/Churn', true],
    ['acme/churn', 'acme/churn2', false],
    ['acme/*', 'acme/.github', true],
    ['acme/*', 'acme/group/churn', false],
    ['acme/**', 'acme/group/churn', true],
    ['{acme,other}/churn-?', 'other/churn-2', true],
    ['acme/churn.eu', 'acme/churnxeu', false],
    ['**', 'any/thing', true],
  ])('%s and %s: %s', (pattern, full, matches) => {
    const [name = '', ...owner] = full.split('/').toReversed();
    const policy = policyOf(`rules: [{name: r, repositories: ["${pattern}"]}]`);
    const { by } = allowancesFor(policy, { owner: owner.toReversed().join('/'), name });
    expect(by).toBe(matches ? 'the rule `r`' : 'the default policy');
  });
});

test('placeholders stand for the repository, whatever the model calls itself', () => {
  const policy = ruleOf(
    'images: ["r.example.com/{owner}/{name}"], namespaces: ["{owner}-{name}"], gitops: [{repository: a/b, folders: ["{name}"], branches: ["{name}"]}]',
  );
  expect(allowancesFor(policy, { owner: 'Acme', name: 'Churn_Model' })).toMatchObject({
    images: ['r.example.com/acme/churn_model'],
    namespaces: ['acme-churn-model'],
    gitops: [{ folders: ['churn-model'], branches: ['churn-model'] }],
  });
});

describe('what a notebook gets that asks for nothing', () => {
  it.each([
    ['', { cpu: '2', memory: '4Gi' }, 3600],
    ['ceilings: {cpu: 8, memory: 32Gi, timeout: 4h}', { cpu: '2', memory: '4Gi' }, 3600],
    ['ceilings: {cpu: 500m, memory: 1Gi, timeout: 10m}', { cpu: '500m', memory: '1Gi' }, 600],
    ['ceilings: {cpu: 8}, resources: {cpu: 4, memory: 1Gi}', { cpu: '4', memory: '1Gi' }, 3600],
  ])('%s', (keys, resources, timeoutSeconds) => {
    const configuration = configurationOf(smallest, churn, allowancesFor(ruleOf(keys), churn));
    expect(configuration.environments[0]?.notebook).toMatchObject({ resources, timeoutSeconds });
  });
});

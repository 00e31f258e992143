import { describe, expect, it, test } from 'vitest';
import { allowancesFor, noPolicy } from '../../../src/domain/policy/allowances-for.ts';
import { judgeConfiguration } from '../../../src/domain/policy/judge-configuration.ts';
import { churn, configurationOf, smallest } from '../configuration/reading.ts';
import { refusalsOf, ruleOf } from './reading.ts';

const gitops = 'gitops: [{repository: acme/gitops, folders: ["*/{name}"], branches: [main]}]';

describe('allowed', () => {
  it.each([
    ['nothing special', 'network: false', ''],
    ['an image below the prefix', 'images: [registry.example.com/acme]', ''],
    ['the image itself', 'images: [other, "registry.example.com/{owner}/{name}"]', ''],
    ['network', 'network: true', 'environments: [{name: a, notebook: {network: true}}]'],
    ['a secret with a value', 'secrets: [A, B]', 'environments: [{name: a, notebook: {secrets: [B]}}]'],
    [
      'as much as the ceilings',
      'ceilings: {cpu: 8, memory: 32Gi, timeout: 2h}',
      resources('8', '32Gi', '2h'),
    ],
    [
      'a volume by its name',
      'volumes: {customers: data-1}',
      'environments: [{name: a, datasets: {c: {volume: customers}}}]',
    ],
    ['a namespace that matches', 'namespaces: ["{name}-*", shared]', ''],
    ['writing the namespace', 'kinds: [Namespace]', 'environments: [{name: a, create_namespace: true}]'],
    ['evidence at home', 'network: true', 'evidence: {repository: Acme/Churn}'],
    [
      'evidence elsewhere',
      'evidence: ["{owner}/{name}-evidence"]',
      'evidence: {repository: Acme/churn-Evidence}',
    ],
  ])('%s', (_, keys, lines) => {
    expect(refusalsOf(ruleOf(keys), lines, ['A', 'B'])).toEqual([]);
  });
});

describe('refused, with the rule', () => {
  it.each([
    [
      'another image',
      'images: ["registry.example.com/models/{name}", registry.example.com/acme/chur]',
      '',
      'image',
      'The image `registry.example.com/acme/churn` is not allowed by the rule `models`.',
    ],
    [
      'more CPU',
      'ceilings: {cpu: 8}',
      resources('9', '1Gi', '1h'),
      'environments[0].notebook.resources.cpu',
      '`9` is more CPU than the 8 cores that the rule `models` allows.',
    ],
    [
      'more memory',
      'ceilings: {memory: 32Gi}',
      resources('1', '33Gi', '1h'),
      'environments[0].notebook.resources.memory',
      '`33Gi` is more memory than the 32Gi that the rule `models` allows.',
    ],
    [
      'a longer run',
      'ceilings: {timeout: 90m}',
      resources('1', '1Gi', '2h'),
      'environments[0].notebook.timeout',
      '`2h` is longer than the 90m that the rule `models` allows.',
    ],
    [
      'network',
      'secrets: [A]',
      'environments: [{name: a, notebook: {network: true}}]',
      'environments[0].notebook.network',
      'Network is not allowed by the rule `models`.',
    ],
    [
      'a secret',
      'secrets: [A]',
      'environments: [{name: a, notebook: {secrets: [B]}}]',
      'environments[0].notebook.secrets',
      'The secret `B` is not allowed by the rule `models`.',
    ],
    [
      'a volume of no name',
      'volumes: {customers: data-1}',
      'environments: [{name: a, datasets: {c: {volume: data-1}}}]',
      'environments[0].datasets.c.volume',
      'The volume `data-1` is not allowed by the rule `models`.',
    ],
    [
      'a namespace',
      'namespaces: ["{name}-*"]',
      'environments: [{name: a, namespace: credit-a}]',
      'environments[0].namespace',
      'The namespace `credit-a` is not allowed by the rule `models`.',
    ],
    [
      'writing the namespace',
      'kinds: [Deployment]',
      'environments: [{name: a, create_namespace: true}]',
      'environments[0].create_namespace',
      'Writing the `Namespace` is not allowed by the rule `models`.',
    ],
    [
      'a repository for evidence',
      'evidence: ["{owner}/{name}-evidence"]',
      'evidence: {repository: acme/credit-evidence}',
      'evidence.repository',
      'The evidence repository `acme/credit-evidence` is not allowed by the rule `models`.',
    ],
  ])('%s', (_, keys, lines, path, message) => {
    const found = refusalsOf(ruleOf(keys), lines, ['A', 'B']);
    expect(found).toEqual([expect.objectContaining({ line: lines === '' ? 2 : 3, path, message })]);
  });
});

function resources(cpu: string, memory: string, timeout: string): string {
  return `environments: [{name: a, notebook: {timeout: ${timeout}, resources: {cpu: "${cpu}", memory: ${memory}}}}]`;
}

test('a secret that is allowed and has no value is for the operator to set; no other name is told', () => {
  const lines = 'environments: [{name: a, notebook: {secrets: [A]}}]';
  expect(refusalsOf(ruleOf('secrets: [A, B]'), lines, ['B'])).toEqual([
    {
      line: 3,
      column: 37,
      path: 'environments[0].notebook.secrets',
      message: 'The secret `A` has no value in this installation of Tailrace.',
      remedy: 'Ask the operator to set `TAILRACE_SECRET_A`, or remove it.',
    },
  ]);
});

test('without a policy, evidence stays at home', () => {
  const found = refusalsOf(noPolicy, 'evidence: {repository: acme/evidence}');
  expect(found.map(({ message }) => message)).toEqual([
    'The evidence repository `acme/evidence` is not allowed by the default policy.',
  ]);
  expect(found[0]?.remedy).toBe('Ask for less, or ask the operator for a policy that allows it.');
});

/** The configuration with its GitOps location as the file would have it, were it acted on already. */
function refusalsOfLocation(keys: string, given: { repository: string; branch?: string; folder: string }) {
  const allowances = allowancesFor(ruleOf(keys), churn);
  const configuration = configurationOf(`${smallest}environments: [{name: prod}]`, churn, allowances);
  const environments = configuration.environments.map((environment) => ({
    ...environment,
    gitops: { write: 'push' as const, branch: undefined, ...given },
  }));
  const judging = { repository: churn, allowances, isHeld: () => true };
  return judgeConfiguration({ ...configuration, environments }, judging).map(({ message, remedy }) => [
    message,
    remedy,
  ]);
}

describe('another repository for the manifests', () => {
  const location = { repository: 'Acme/GitOps', branch: 'main', folder: 'prod/churn' };
  const or = 'or ask the operator for a policy that allows it.';

  it('is allowed where repository, branch and folder are', () => {
    expect(refusalsOfLocation(gitops, location)).toEqual([]);
    expect(refusalsOfLocation(gitops.replace('branches: [main]', ''), { ...location, branch: 'x' })).toEqual(
      [],
    );
  });

  it.each([
    [{ repository: 'acme/other' }, 'The GitOps repository `acme/other` is', 'Ask for less, '],
    [{ branch: 'prod' }, 'The branch `prod` of `Acme/GitOps` is', 'Write one that matches `main`, '],
    [
      { folder: 'prod/credit' },
      'The folder `prod/credit` of `Acme/GitOps` is',
      'Write one that matches `*/churn`, ',
    ],
  ])('with %j it is refused', (other, what, remedy) => {
    expect(refusalsOfLocation(gitops, { ...location, ...other })).toEqual([
      [`${what} not allowed by the rule \`models\`.`, `${remedy}${or}`],
    ]);
  });
});

test('a cluster must be one of the rule', () => {
  const refusalsWith = (keys: string) => {
    const allowances = allowancesFor(ruleOf(keys), churn);
    const configuration = configurationOf(`${smallest}environments: [{name: prod}]`, churn, allowances);
    const environments = configuration.environments.map((each) => ({ ...each, cluster: 'prod-eu' }));
    const judging = { repository: churn, allowances, isHeld: () => true };
    return judgeConfiguration({ ...configuration, environments }, judging).map(({ message }) => message);
  };
  expect(refusalsWith('clusters: [prod-eu]')).toEqual([]);
  expect(refusalsWith('clusters: [prod-us]')).toEqual([
    'The cluster `prod-eu` is not allowed by the rule `models`.',
  ]);
});

test('what holds for the whole file is told once, an environment of its own beside it', () => {
  const lines = `environments:
  - {name: a}
  - {name: b}
  - {name: c, notebook: {network: true}}
`;
  const text = smallest.replace(
    'notebook: notebooks/evaluate.ipynb',
    'notebook: {path: a.ipynb, network: true}',
  );
  const allowances = allowancesFor(ruleOf('secrets: [A]'), churn);
  const configuration = configurationOf(`${text}${lines}`, churn, allowances);
  const found = judgeConfiguration(configuration, { repository: churn, allowances, isHeld: () => true });
  expect(found.map(({ line, path }) => `${line} ${path}`)).toEqual([
    '1 notebook.network',
    '6 environments[2].notebook.network',
  ]);
});

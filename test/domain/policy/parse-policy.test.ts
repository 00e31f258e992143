import { describe, expect, it, test } from 'vitest';
import { noPolicy } from '../../../src/domain/policy/allowances-for.ts';
import { clustersOf } from '../../../src/domain/policy/clusters-of.ts';
import { parsePolicy } from '../../../src/domain/policy/parse-policy.ts';

function mistakesOf(text: string) {
  const parsed = parsePolicy(text);
  return parsed.kind === 'ok' ? [] : parsed.mistakes;
}

/** A rule whose third line, the file's fourth, is this. */
const withLine = (line: string) => `rules:\n  - name: models\n    repositories: [acme/*]\n    ${line}\n`;

test('a rule needs its name and its repositories', () => {
  expect(mistakesOf(withLine('network: true'))).toEqual([]);
});

test.each([
  ['', 'The file is empty.', 'Write at least `rules: [{name: everybody, repositories: ["acme/*"]}]`.'],
  ['rules: []', '`rules` must be a list of rules, not `[]`.', 'Write for example'],
  [
    'rules: [{name: a}]',
    '`repositories` is missing in a rule.',
    'Write for example `repositories: [acme/*]`.',
  ],
  ['rule: []', '`rule` is not a key of the policy.', 'Did you mean `rules`?'],
  ['rules: [\n', 'This is not valid YAML', 'Check'],
])('%j', (text, message, remedy) => {
  expect(mistakesOf(text)).toContainEqual(
    expect.objectContaining({
      message: expect.stringContaining(message),
      remedy: expect.stringContaining(remedy),
    }),
  );
});

describe('a line of a rule', () => {
  it.each([
    ['secret: [A]', '`secret` is not a key of a rule.', 'Did you mean `secrets`?'],
    ['images: ["https://r.example.com/a"]', 'must not hold a scheme', 'registry and path only'],
    ['images: ["r.example.com/{repo}"]', 'is not an image repository', 'registry.example.com/acme/churn'],
    ['images: []', '`images` must be a list of prefixes, not `[]`.', '{owner}/{name}'],
    [
      'namespaces: ["{repo}-*"]',
      'a placeholder that is not replaced here: `{repo}`',
      '`{owner}` or `{name}`',
    ],
    ['namespaces: ["a|b"]', '`namespaces[0]` is not a pattern: `a|b`.', '`{a,b}`'],
    ['gitops: [{repository: acme/gitops}]', '`folders` is missing in a GitOps repository.', '*/{name}'],
    ['gitops: [{repository: gitops, folders: [a]}]', 'is not a repository: `gitops`', 'acme/gitops'],
    [
      'clusters: [prod-eu]',
      'names a cluster that `clusters` of the policy does not have: `prod-eu`',
      '`clusters: {prod-eu: {context: prod-eu}}` above the rules',
    ],
    ['kinds: [deployments.apps]', 'is not a kind: `deployments.apps`', '`Deployment`'],
    ['volumes: {customers: /srv/data}', "can't name a volume: `/srv/data`", '`docker volume ls`'],
    ['secrets: ["A B"]', "`secrets[0]` can't name an environment variable.", '`MODEL_NAME`'],
    [
      'data: {private_addresses: ["10.0.0.1:80"]}',
      'is not the name of a host: `10.0.0.1:80`',
      'without a port',
    ],
    ['network: bridge', '`network` must be `true` or `false`, not the text `bridge`.', '`network: true`'],
    ['ceilings: {timeout: 0s}', 'is not a duration of at least a second: `0s`', '`2h`'],
    ['resources: {cpu: 4}', '`cpu` is above the ceiling of `2`: `4`.', '`ceilings: {cpu: 4}`'],
    [
      'resources: {memory: 6Gi}',
      '`memory` is above the ceiling of `4Gi`: `6Gi`.',
      '`ceilings: {memory: 6Gi}`',
    ],
  ])('%s', (line, message, remedy) => {
    expect(mistakesOf(withLine(line))).toEqual([
      expect.objectContaining({
        line: 4,
        message: expect.stringContaining(message),
        remedy: expect.stringContaining(remedy),
      }),
    ]);
  });
});

test('clusters are contexts of the kubeconfig, or the one that Tailrace runs in', () => {
  const withClusters = (clusters: string) =>
    `clusters: ${clusters}\nrules: [{name: a, repositories: [acme/*], clusters: [eu, here]}]`;
  const parsed = parsePolicy(withClusters('{eu: {context: prod-eu}, here: {in_cluster: true}}'));
  const policy = parsed.kind === 'ok' ? parsed.policy : noPolicy;
  expect(clustersOf(policy)).toEqual({ eu: { context: 'prod-eu' }, here: { inCluster: true } });
  expect(clustersOf(noPolicy)).toEqual({});
  const [mistake] = mistakesOf(withClusters('{eu: {contxt: prod-eu}, here: {in_cluster: true}}'));
  expect(mistake).toMatchObject({ line: 1, path: expect.stringContaining('clusters.eu') });
});

test.each([
  ['acme', '`repositories[0]` names no owner: `acme`.', 'Write `acme/*` or `**`.'],
  ['"{owner}/churn"', 'a placeholder that is not replaced here: `{owner}`', 'Write the name, or `*`.'],
  ['"!acme/churn"', 'is not a pattern', '`*` for one step'],
])('%s is no pattern of repositories', (pattern, message, remedy) => {
  expect(mistakesOf(`rules:\n  - {name: a, repositories: [${pattern}]}`)).toEqual([
    expect.objectContaining({
      line: 2,
      message: expect.stringContaining(message),
      remedy: expect.stringContaining(remedy),
    }),
  ]);
});

test('all mistakes are told at once, in the order of the file', () => {
  const text = `rules:
  - {name: a, repositories: [acme/*], netwrk: true}
  - {name: a, repositories: [other/*]}
  - {name: "", repositories: [other/*], secrets: WAREHOUSE}
`;
  expect(mistakesOf(text).map(({ line, path }) => `${line} ${path}`)).toEqual([
    '2 rules[0].netwrk',
    '4 rules[2].name',
    '4 rules[2].secrets',
  ]);
  expect(mistakesOf(text.replace('netwrk', 'network').split('\n').slice(0, 3).join('\n'))).toEqual([
    expect.objectContaining({ line: 3, message: '`name` is the name of an earlier rule: `a`.' }),
  ]);
});

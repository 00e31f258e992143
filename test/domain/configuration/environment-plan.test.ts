import { describe, expect, it } from 'vitest';
import {
  environmentOfBranch,
  environmentsBefore,
  nextEnvironment,
} from '../../../src/domain/configuration/environment-order.ts';
import { whatGuards, whatRuns } from '../../../src/domain/configuration/environment-plan.ts';
import { configurationOf } from './reading.ts';

const configuration = configurationOf(`image: registry.example.com/acme/churn
notebook: {path: evaluate.ipynb, parameters: {threshold: 0.5, trees: 200}, timeout: 30m, resources: {memory: 1Gi}}
datasets: {customers: {path: data/c.csv}, regions: {path: data/r.csv}}
gates: [{metric: auc, min: 0.8, warn_only: true}, {metric: loss, max: 9}]
serve: {port: 8080, env: {A: "1", B: "2"}, secret_env: {TOKEN: s/k}, replicas: {min: 2, max: 6, cpu: 70%}}
templates: deploy/templates
environments:
  - name: sandbox
  - name: prod
    branch: main
    namespace: models
    create_namespace: true
    parameters: {threshold: 0.6}
    datasets: {customers: {path: data/prod.csv}}
    notebook: {timeout: 2h, resources: {cpu: 1}}
    gates: [{metric: auc, min: 0.85}]
    serve: {env: {B: "3", TOKEN: plain}, replicas: {max: 3}}
    templates: deploy/prod
    gitops: {folder: "kube/{environment}/{name}"}
`);

describe('what runs in prod', () => {
  const runs = whatRuns(configuration, 'prod');

  it("has its own over the file's", () => {
    expect(runs).toMatchObject({
      dockerfile: 'Dockerfile',
      context: '.',
      templates: 'deploy/prod',
      gitopsFolder: 'kube/prod/churn',
    });
    expect(runs?.notebook).toEqual({
      program: { kind: 'notebook', path: 'evaluate.ipynb' },
      parameters: { threshold: 0.6, trees: 200 },
      timeoutSeconds: 7200,
      cellTimeoutSeconds: undefined,
    });
  });

  it('reads its own dataset beside the shared one', () => {
    expect(runs?.datasets).toEqual([
      { kind: 'path', name: 'customers', path: 'data/prod.csv' },
      { kind: 'path', name: 'regions', path: 'data/r.csv' },
    ]);
  });

  it('serves with merged settings; a variable has one source', () => {
    const merged = {
      port: 8080,
      replicas: { min: 2, max: 3, cpu: 70 },
      env: { A: '1', B: '3', TOKEN: 'plain' },
      secretEnv: {},
    };
    expect(runs?.serve).toMatchObject(merged);
    expect(whatRuns(configuration, 'sandbox')?.serve).toMatchObject({
      secretEnv: { TOKEN: { secret: 's', key: 'k' } },
    });
  });
});

it('guards prod by its own gate in place of the shared one', () => {
  const guards = whatGuards(configuration, 'prod');
  expect(guards).toMatchObject({
    branch: 'main',
    namespace: 'models',
    createNamespace: true,
    before: ['sandbox'],
    network: false,
  });
  expect(guards?.resources).toEqual({ cpuCores: 1, memoryBytes: 2 ** 30 });
  expect(guards?.gates.map(({ metric, min, warnOnly }) => [metric, min, warnOnly])).toEqual([
    ['auc', 0.85, false],
    ['loss', undefined, false],
  ]);
});

it.each([
  ['', undefined],
  ['two_people: false', undefined],
  ['two_people: true', { grants: [{ kind: 'role', role: 'admin' }], twoPeople: true }],
  [
    "permissions: {promote: ['@acme/risk', '@dana']}",
    {
      grants: [
        { kind: 'team', organization: 'acme', slug: 'risk' },
        { kind: 'person', login: 'dana' },
      ],
      twoPeople: false,
    },
  ],
])('wants the approval that it says: %j', (written, approval) => {
  const environments = `environments: [{name: sandbox}, {name: prod, ${written}}]`;
  const own = configurationOf(`image: registry.example.com/acme/churn\nnotebook: a.ipynb\n${environments}`);
  expect(whatGuards(own, 'prod')?.approval).toEqual(approval);
  expect(whatGuards(own, 'sandbox')?.approval).toBeUndefined();
});

it('knows nothing of an environment that is not in the list', () => {
  expect(whatRuns(configuration, 'qa')).toBeUndefined();
  expect(whatGuards(configuration, 'qa')).toBeUndefined();
  expect(environmentsBefore(configuration, 'qa')).toBeUndefined();
});

it('finds its way along the chain', () => {
  expect(environmentOfBranch(configuration, 'main')?.name).toBe('prod');
  expect(environmentOfBranch(configuration, 'prod')).toBeUndefined();
  expect(nextEnvironment(configuration, 'sandbox')?.name).toBe('prod');
  expect(nextEnvironment(configuration, 'prod')).toBeUndefined();
  expect(environmentsBefore(configuration, 'sandbox')).toEqual([]);
});

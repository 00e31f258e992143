import { describe, expect, it } from 'vitest';
import { configurationOf, smallest } from './reading.ts';

describe('the smallest file', () => {
  const configuration = configurationOf(smallest);
  const [sandbox] = configuration.environments;

  it('has four environments, each with its branch and namespace', () => {
    expect(
      configuration.environments.map(({ name, branch, namespace }) => [name, branch, namespace]),
    ).toEqual([
      ['sandbox', 'sandbox', 'churn-sandbox'],
      ['qa', 'qa', 'churn-qa'],
      ['uat', 'uat', 'churn-uat'],
      ['prod', 'prod', 'churn-prod'],
    ]);
  });

  it('builds the Dockerfile at the root', () => {
    const image = { repository: 'registry.example.com/acme/churn', dockerfile: 'Dockerfile', context: '.' };
    expect(configuration).toMatchObject({ name: 'churn', timezone: 'UTC', image, metrics: {} });
  });

  it('tests for at most an hour, without network', () => {
    expect(sandbox?.notebook).toEqual({
      program: { kind: 'notebook', path: 'notebooks/evaluate.ipynb' },
      parameters: {},
      timeoutSeconds: 3600,
      cellTimeoutSeconds: undefined,
      resources: { cpu: '2', memory: '4Gi' },
      network: false,
      secrets: [],
    });
  });

  it('serves with an autoscaler, if the image exposes a port', () => {
    expect(sandbox?.serve).toEqual({
      kind: 'serve',
      stated: false,
      port: undefined,
      health: '/healthz',
      metrics: undefined,
      replicas: { min: 2, max: 4, cpu: 80 },
      resources: { cpu: '250m', memory: '512Mi' },
      env: {},
      secretEnv: {},
      pullSecrets: [],
    });
  });

  it('puts the manifests beside the model', () => {
    expect(sandbox?.gitops).toEqual({
      repository: undefined,
      branch: undefined,
      folder: 'deploy/kube',
      write: 'push',
    });
  });
});

describe('names from the repository', () => {
  it.each([
    ['Churn_Model', 'churn-model'],
    ['2048', 'model-2048'],
    ['.github', 'github'],
    ['x'.repeat(80), 'x'.repeat(63)],
  ])('%s becomes %s', (name, expected) => {
    const named = `${smallest}environments: [{name: prod, namespace: models}]`;
    expect(configurationOf(named, { owner: 'acme', name }).name).toBe(expected);
  });
});

it('writes short forms out', () => {
  const { environments } = configurationOf(
    `${smallest}serve: {replicas: 1}\nenvironments: [{name: a}, {name: b, serve: false}]`,
  );
  expect(environments[0]?.serve).toMatchObject({ stated: true, replicas: { min: 1, max: 1 } });
  expect(environments[1]?.serve).toEqual({ kind: 'nothing' });
});

it('reads durations, percentages and paths', () => {
  const { environments } = configurationOf(`image: {repository: r.example.com/acme/churn, context: ./model/}
notebook: {path: ./notebooks//a.ipynb, timeout: 90s, cell_timeout: 10m, resources: {cpu: 0.5}}
serve: {replicas: {cpu: 65%}}
gates: [{metric: auc, min: 0.8, max_regression: 1.5%}, {metric: loss, max: 3, min_change: 0.1, required: false, warn_only: true}]
`);
  expect(environments[0]?.notebook).toMatchObject({
    program: { kind: 'notebook', path: 'notebooks/a.ipynb' },
    timeoutSeconds: 90,
    cellTimeoutSeconds: 600,
  });
  expect(environments[0]?.notebook.resources).toEqual({ cpu: '0.5', memory: '4Gi' });
  expect(environments[0]?.serve).toMatchObject({ replicas: { min: 2, max: 4, cpu: 65 } });
  expect(environments[0]?.gates).toEqual([
    {
      metric: 'auc',
      min: 0.8,
      maxRegression: { amount: 1.5, percent: true },
      required: true,
      warnOnly: false,
    },
    {
      metric: 'loss',
      max: 3,
      minChange: { amount: 0.1, percent: false },
      required: false,
      warnOnly: true,
    },
  ]);
});

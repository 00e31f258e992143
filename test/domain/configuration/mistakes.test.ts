import { describe, expect, it } from 'vitest';
import { mistakesOf, smallest } from './reading.ts';

/** What stands on line 3, where the mistake is, what is wrong, what to write instead. */
const table: [line: string, path: string, message: string, remedy: string][] = [
  ['nmae: x', 'nmae', '`nmae` is not a key of the file.', 'Did you mean `name`?'],
  [
    'gates: [{metric: auc, mim: 1}]',
    'gates[0].mim',
    '`mim` is not a key of a gate.',
    'Did you mean `min`? Allowed are `metric`, `min`',
  ],
  [
    'gates: [{metric: auc}]',
    'gates[0]',
    '`gates[0]` has no condition.',
    'Add `min`, `max`, `max_regression` or `min_change`',
  ],
  [
    'gates: [{min: 1}]',
    'gates[0].metric',
    '`metric` is missing in a gate.',
    'Write for example `metric: auc`.',
  ],
  [
    'gates: [{metric: a, min: 2, max: 1}]',
    'gates[0].min',
    '(2 > 1), so nothing can pass.',
    'Exchange the two',
  ],
  [
    'gates: [{metric: a, min: high}]',
    'gates[0].min',
    '`min` must be a number, not the text `high`.',
    '`min: 0.8`',
  ],
  [
    'gates: [{metric: a, max_regression: -1%}]',
    'gates[0].max_regression',
    '`max_regression` is not a change of a metric: `-1%`.',
    'a percentage (`1%`) or a number (`0.01`), without a sign',
  ],
  [
    'gates: [{metric: a, min_change: true}]',
    'gates[0].min_change',
    '`min_change` must be a percentage or a number, not `true`.',
    '`min_change: 1%`',
  ],
  ['gates:', 'gates', '`gates` is empty.', 'Write for example `gates: [{metric: auc, min: 0.8}]`.'],
  ['serve: {port: 70000}', 'serve.port', '`port` must be a port (1 to 65535), not `70000`.', '`port: 8080`'],
  ['serve: {health: healthz}', 'serve.health', '`health` must begin with `/`', '`/healthz`'],
  ['serve: {replicas: {min: 5}}', 'serve.replicas', 'a `min` of 5 and a `max` of 4', 'Write both'],
  ['serve: {replicas: {cpu: 80}}', 'serve.replicas.cpu', 'must be a percentage, not `80`', '`cpu: 80%`'],
  [
    'serve: {resources: {memory: 512m}}',
    'serve.resources.memory',
    'is not an amount of memory: `512m`',
    '`512Mi`',
  ],
  [
    'serve: {env: {A: 1}}',
    'serve.env.A',
    '`A` must be a text, numbers and flags in quotes, not `1`.',
    '`A: "4"`',
  ],
  [
    'serve: {secret_env: {A: token}}',
    'serve.secret_env.A',
    'must name a Secret and a key in it',
    '`secret/key`',
  ],
  [
    'serve: {env: {A: x}, secret_env: {A: s/k}}',
    'serve.env.A',
    'stands in `secret_env` too',
    'Keep one of the two.',
  ],
  [
    'datasets: {c: {}}',
    'datasets.c',
    'needs exactly one of `path`, `url` and `volume`',
    '{path: data/customers.csv}',
  ],
  [
    'datasets: {c: {url: "https://data.example.com/c.csv"}}',
    'datasets.c',
    'needs `url` and `sha256` together',
    'what sha256sum prints',
  ],
  [
    `datasets: {c: {url: "http://data.example.com/c.csv", sha256: ${'f'.repeat(64)}}}`,
    'datasets.c.url',
    'is not an address by https: `http://data.example.com/c.csv`',
    '`https://data.example.com/c.csv`',
  ],
  [
    `datasets: {c: {url: "https://dana:password@data.example.com/", sha256: ${'f'.repeat(64)}}}`,
    'datasets.c.url',
    'holds a login',
    'needs no login',
  ],
  ['datasets: {C: {path: a}}', 'datasets.C', "can't name a dataset", 'lower-case letters'],
  [
    'datasets: {c: {path: ../c.csv}}',
    'datasets.c.path',
    'must stay inside the repository',
    '`path: data/customers.csv`',
  ],
  ['templates: /etc', 'templates', 'must not begin with `/`: `/etc`', '`templates: deploy/templates`'],
  ['gitops: {folder: .}', 'gitops.folder', 'must not be the root of the repository', '`folder: deploy/kube`'],
  [
    'gitops: {folder: "kube/{env}"}',
    'gitops.folder',
    'a placeholder that is unknown: `{env}`',
    '`{environment}` and `{name}`',
  ],
  [
    'gitops: {folder: notebooks}',
    'gitops.folder',
    'holds the notebook `notebooks/evaluate.ipynb`',
    'nothing but manifests',
  ],
  ['name: Churn', 'name', "can't name a Kubernetes Service: `Churn`", 'lower-case letters'],
  [
    'environments: []',
    'environments',
    'must be a list of 1 to 20 environments',
    '`environments: [{name: sandbox}',
  ],
  [
    'environments: [{name: a, branch: a..b}]',
    'environments[0].branch',
    'is not a branch name: `a..b`',
    '`prod`',
  ],
  [
    'environments: [{name: a}, {name: a}]',
    'environments[1].name',
    'A second environment is named `a`.',
    'another name',
  ],
  [
    'environments: [{name: a}, {name: b, branch: a}]',
    'environments[1].branch',
    'the same branch as `a`',
    'branch of its own',
  ],
  [
    'environments: [{name: a}, {name: b, namespace: churn-a}]',
    'environments[1].namespace',
    'the same namespace',
    'of its own',
  ],
  [
    'environments: [{name: a, url: "https://churn.example.com"}]',
    'environments[0].url',
    'does not know in which cluster that is',
    'Write its `cluster:` too',
  ],
  [
    'environments: [{name: a, parameters: {class: 1}}]',
    'environments[0].parameters.class',
    'not a free name in Python',
    '`threshold`',
  ],
  [
    'environments: [{name: a, parameters: {x: .inf}}]',
    'environments[0].parameters.x',
    'a value that JSON can hold',
    '`x: 0.5`',
  ],
];

describe('a mistake on line 3', () => {
  it.each(table)('%s', (line, path, message, remedy) => {
    const mistakes = mistakesOf(`${smallest}${line}\n`);
    expect(mistakes.map((mistake) => [mistake.line, mistake.path])).toEqual([[3, path]]);
    expect(mistakes[0]?.message).toContain(message);
    expect(mistakes[0]?.remedy).toContain(remedy);
  });
});

describe('image and notebook', () => {
  it.each([
    ['registry.example.com/acme/churn:latest', 'must not hold a tag'],
    ['registry:5000/acme/churn:1', 'must not hold a tag'],
    [`acme/churn@sha256:${'0'.repeat(64)}`, 'must not hold a digest'],
    ['https://registry.example.com/acme/churn', 'must not hold a scheme'],
    ['registry.example.com/Acme/churn', 'must be in lower case'],
    ['registry.example.com/acme//churn', 'is not an image repository'],
  ])('%s is refused as an image repository', (repository, message) => {
    const [mistake] = mistakesOf(`notebook: a.ipynb\nimage: ${repository}\n`);
    expect(mistake).toMatchObject({ line: 2, path: 'image', message: expect.stringContaining(message) });
  });

  it('asks for both in an empty map', () => {
    expect(mistakesOf('{}').map(({ message }) => message)).toEqual([
      '`image` is missing in the file.',
      '`notebook` is missing in the file.',
    ]);
  });

  it('wants a notebook that papermill reads', () => {
    const [mistake] = mistakesOf('notebook: evaluate.py\nimage: r.example.com/acme/churn');
    expect(mistake?.message).toBe('`notebook` must end in `.ipynb`: `evaluate.py`.');
  });
});

import { describe, expect, it } from 'vitest';
import { mistakesOf, pod } from './templating.ts';

function object(kind: string, metadata = '{name: x}', apiVersion = 'v1') {
  return `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: ${metadata}\n`;
}

describe('refused', () => {
  it.each([
    [
      'a cluster-scoped kind',
      object('Namespace'),
      1,
      'A Namespace belongs to the whole cluster. That is not allowed by the default policy.',
    ],
    [
      'a role for the cluster',
      object('ClusterRole', '{name: x}', 'rbac.authorization.k8s.io/v1'),
      1,
      'A ClusterRole belongs',
    ],
    [
      'another namespace',
      object('Service', '{name: x, namespace: other}'),
      1,
      'the namespace `other`, not to `churn-prod`',
    ],
    ['an object without a name', object('Service', '{generateName: x-}'), 1, 'not a Kubernetes object'],
    [
      'a label that is a number',
      object('Service', '{name: x, labels: {a: 1}}'),
      1,
      'not a Kubernetes object',
    ],
    ['a list', `${object('List')}items: []\n`, 1, 'A list of objects is not read.'],
    [
      'a kustomization',
      object('Kustomization', '{name: x}', 'kustomize.config.k8s.io/v1beta1'),
      1,
      'never a kustomization',
    ],
    ['a plain text', 'hello\n', 1, 'not a Kubernetes object'],
    [
      'an unknown placeholder',
      object('Service', '\n  name: "${nmae}"'),
      4,
      'The placeholder `${nmae}` is unknown.',
    ],
    [
      'a placeholder in a key',
      object('Service', '\n  name: x\n  labels: {"${name}": a}'),
      5,
      'not replaced in keys',
    ],
    ['a key twice', `${object('Service')}kind: Pod\n`, 4, '`kind` stands twice in the same place.'],
    ['depth without end', `a: ${'['.repeat(900)}${']'.repeat(900)}`, 1, 'Values are nested too deeply here.'],
    ['too much', `a: ${'x'.repeat(256 * 1024)}`, 0, 'The template is larger than 256 KB.'],
    ['broken YAML', 'a: 1\nb: [\n', 3, 'This is not valid YAML'],
  ])('%s', (_, template, line, message) => {
    const mistakes = mistakesOf({ 'a.yaml': `---\n${template}`, 'b.yaml': pod });
    expect(mistakes).toHaveLength(1);
    expect(mistakes[0]).toMatchObject({
      path: 'a.yaml',
      line: line + 1,
      message: expect.stringContaining(message),
    });
    expect(mistakes[0]?.remedy).toMatch(/\.$/);
  });

  it.each([
    [
      'that repeat themselves',
      Array.from(
        { length: 8 },
        (_, level) => `a${level}: &a${level} [${Array(10).fill(level ? `*a${level - 1}` : '1')}]`,
      ),
    ],
    ['inside their own anchor', ['a: &x [*x]']],
  ])('aliases %s', (_, lines) => {
    expect(mistakesOf({ 'a.yaml': lines.join('\n'), 'b.yaml': pod })[0]?.message).toContain('aliases');
  });
});

describe('refused as a whole', () => {
  it.each([
    ['JSON', { 'a.json': '{}', 'b.yaml': pod }, 'a.json', 'JSON is not read as a template.'],
    [
      'a kustomization',
      { 'kustomization.yml': 'resources: []', 'x.yaml': pod },
      'kustomization.yml',
      'never a kustomization',
    ],
    ['two files of one name', { 'a.yaml': pod, 'a.yml': pod }, 'a.yaml', 'would both be written as `a.yaml`'],
    [
      'an image that is not the tested one',
      { 'a.yaml': object('Service') },
      'a.yaml',
      'No template uses `${image}`',
    ],
    ['nothing', { 'README.md': '' }, '', 'hold no Kubernetes object'],
  ])('%s', (_, files, path, message) => {
    expect(mistakesOf(files)).toEqual([
      expect.objectContaining({ path, line: 1, message: expect.stringContaining(message) }),
    ]);
  });
});

it('every mistake is told at once', () => {
  const mistakes = mistakesOf({
    'a.yaml': `${object('Node')}---\n${object('Service', '{name: "${x}"}')}`,
    'b.yaml': 'no',
  });
  expect(mistakes.map(({ path, line }) => [path, line])).toEqual([
    ['a.yaml', 1],
    ['a.yaml', 7],
    ['b.yaml', 1],
  ]);
});

it("a custom kind that shares a name with one of Kubernetes is its author's matter", () => {
  expect(
    mistakesOf({ 'a.yaml': object('Node', '{name: x}', 'graph.example.com/v1'), 'b.yaml': pod }),
  ).toEqual([]);
});

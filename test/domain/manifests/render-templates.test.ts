import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { image, objectOf, release } from './rendering.ts';
import { filesOf, pod } from './templating.ts';

const marked = { 'tailrace.dev/release': release };

describe('what a template becomes', () => {
  it('one file an object, in the order of files and documents', () => {
    const config = '---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\n---\n';
    expect(
      filesOf({ 'b.yml': pod, 'a.yaml': `${config}${config}`, 'NOTES.md': '${nothing}' }).map(
        ({ path }) => path,
      ),
    ).toEqual(['a-1.yaml', 'a-2.yaml', 'b.yaml']);
  });

  it('gets its namespace and the release', () => {
    const { metadata, spec } = objectOf(filesOf({ 'a.yaml': pod }), 'Pod');
    expect(metadata).toEqual({ name: 'p', namespace: 'churn-prod', labels: marked, annotations: marked });
    expect(spec.containers[0].image).toBe(image);
  });

  it.each([
    ['apps/v1', 'Deployment', '{template: {metadata: {labels: {a: b}}}}', ['spec', 'template']],
    ['apps/v1', 'StatefulSet', '{template: {spec: {}}}', ['spec', 'template']],
    [
      'batch/v1',
      'CronJob',
      '{jobTemplate: {spec: {template: {spec: {}}}}}',
      ['spec', 'jobTemplate', 'spec', 'template'],
    ],
  ])('marks the pods of %s %s', (apiVersion, kind, spec, path) => {
    const template = `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: x, labels: {own: kept}}\nspec: ${spec}\n`;
    const object = objectOf(filesOf({ 'a.yaml': template, 'b.yaml': pod }), kind);
    const pods = path.reduce((inner, step) => inner[step], object);
    expect(object.metadata.labels).toEqual({ own: 'kept', ...marked });
    expect(pods.metadata).toMatchObject({ labels: marked, annotations: marked });
  });

  it('keeps what kubectl would read: octal numbers, dates as texts', () => {
    const data =
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\nmode: 0644\ndata: {day: 2024-01-01, time: 12:30}\n';
    const object = objectOf(filesOf({ 'a.yaml': data, 'b.yaml': pod }), 'ConfigMap');
    expect(object).toMatchObject({ mode: 420, data: { day: '2024-01-01', time: '12:30' } });
  });
});

describe('placeholders', () => {
  const template = `${pod}---
apiVersion: v1
kind: ConfigMap
metadata: {name: "\${name}-\${environment}"}
data: {text: "\${namespace} $\${HOME} $(X)", release: "\${release}"}
`;

  it('are replaced in texts; a doubled dollar keeps a literal one', () => {
    const object = objectOf(filesOf({ 'a.yaml': template }), 'ConfigMap');
    expect(object.metadata.name).toBe('churn-prod');
    expect(object.data).toEqual({ text: 'churn-prod ${HOME} $(X)', release });
  });

  it('can not bring structure along', () => {
    const hostile = 'x"}\nevil: {a: "${name}';
    const object = objectOf(filesOf({ 'a.yaml': template }, { environment: hostile }), 'ConfigMap');
    expect(object.metadata.name).toBe(`churn-${hostile}`);
    expect(object).not.toHaveProperty('evil');
  });
});

it('gives the same bytes, and no comment of the template', () => {
  const template = `# secret plan\n${pod}`;
  expect(filesOf({ 'a.yaml': template })).toEqual(filesOf({ 'a.yaml': template }));
  expect(filesOf({ 'a.yaml': template })[0]?.content).not.toContain('secret plan');
  expect(parse(filesOf({ 'a.yaml': template })[0]?.content ?? '').kind).toBe('Pod');
});

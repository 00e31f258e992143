import { describe, expect, it, test } from 'vitest';
import { type AllowedKinds, judgeKind } from '../../../src/domain/manifests/allowed-kinds.ts';
import { refusedKinds } from '../../../src/domain/manifests/refused-kinds.ts';
import { defaultAllowances } from '../../../src/domain/policy/allowances.ts';
import { objectOf } from './rendering.ts';
import { pod, render } from './templating.ts';

const rule = {
  ...defaultAllowances,
  by: 'the rule `models`',
  kinds: ['Deployment', 'Pod', 'ClusterRole', 'monitoring.coreos.com/ServiceMonitor'],
};
const deployment = 'apps/v1 Deployment';
const monitor = 'monitoring.coreos.com/v1 ServiceMonitor';
const clusterRole = 'rbac.authorization.k8s.io/v1 ClusterRole';

function judged(object: string, allowed: AllowedKinds) {
  const [apiVersion = '', kind = ''] = object.split(' ');
  return judgeKind(apiVersion, kind, allowed);
}

describe('without a list of kinds', () => {
  it.each([deployment, monitor, 'acme.example.com/v1 ClusterRole'])('%s is allowed', (object) => {
    expect(judged(object, defaultAllowances)).toBeUndefined();
  });

  it.each([clusterRole, 'v1 Namespace', 'v1 Node'])('%s is refused', (object) => {
    expect(judged(object, defaultAllowances)?.message).toContain('not allowed by the default policy.');
  });
});

describe('with a list of kinds', () => {
  it.each([deployment, 'v1 Pod', monitor, clusterRole])('%s is allowed', (object) => {
    expect(judged(object, rule)).toBeUndefined();
  });

  it.each([
    ['v1', 'Secret', '`Secret`'],
    ['v1', 'Namespace', '`Namespace`'],
    ['monitoring.coreos.com/v1', 'PodMonitor', '`monitoring.coreos.com/PodMonitor`'],
    ['evil.example.com/v1', 'Deployment', '`evil.example.com/Deployment`'],
    ['v1', '@acme/risk`', "`@acme/risk'`"],
  ])('%s %s is refused', (apiVersion, kind, shown) => {
    expect(judgeKind(apiVersion, kind, rule)?.message).toBe(
      `The kind ${shown} is not allowed by the rule \`models\`.`,
    );
  });
});

const role = 'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: reader}\n';

test('a cluster-scoped object that is allowed gets no namespace', () => {
  const rendered = render({ 'a.yaml': `${pod}---\n${role}` }, {}, rule);
  if (rendered.kind === 'mistakes') throw new Error(JSON.stringify(rendered.mistakes));
  expect(objectOf(rendered.files, 'ClusterRole').metadata).not.toHaveProperty('namespace');
  expect(objectOf(rendered.files, 'Pod').metadata.namespace).toBe('churn-prod');
});

test('what is refused is found with its place before there is a release', () => {
  const secret = 'apiVersion: v1\nkind: Secret\nmetadata: {name: "${name}"}\n';
  const files = [
    { path: 'a.yaml', content: `${pod}---\n${secret}` },
    { path: 'README.md', content: secret },
  ];
  expect(refusedKinds(files, rule)).toEqual([
    expect.objectContaining({ path: 'a.yaml', line: 6, message: expect.stringContaining('`Secret`') }),
  ]);
  expect(refusedKinds(files, defaultAllowances)).toEqual([]);
});

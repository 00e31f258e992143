import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { renderManifests } from '../../../src/domain/manifests/render-manifests.ts';
import { kubernetesObjects } from '../../support/kubernetes-schemas.ts';
import { input, objectOf, paths, release, rendered } from './rendering.ts';

describe('the files', () => {
  it('hold one object each, in an order that applies', () => {
    const files = renderManifests(input({}, { createNamespace: true }));
    expect(files.map(({ path, content }) => [path, parse(content).kind])).toEqual([
      ['00-namespace.yaml', 'Namespace'],
      ['10-deployment.yaml', 'Deployment'],
      ['20-service.yaml', 'Service'],
      ['30-horizontal-pod-autoscaler.yaml', 'HorizontalPodAutoscaler'],
      ['40-pod-disruption-budget.yaml', 'PodDisruptionBudget'],
    ]);
  });

  it('name their namespace and release', () => {
    for (const { content } of renderManifests(input())) {
      const { metadata } = parse(content);
      expect(metadata).toMatchObject({
        name: 'churn',
        namespace: 'churn-prod',
        annotations: { 'tailrace.dev/release': release },
      });
      expect(metadata.labels).toEqual({
        'app.kubernetes.io/name': 'churn',
        'app.kubernetes.io/managed-by': 'tailrace',
        'tailrace.dev/release': release,
      });
    }
  });

  it('hold what Kubernetes takes', () => {
    const files = renderManifests(input({}, { createNamespace: true }));
    expect(files.flatMap(({ content }) => kubernetesObjects(content))).toHaveLength(files.length);
  });

  it('are the same bytes whatever order the variables were given in', () => {
    const one = renderManifests(input({ env: { A: '1', B: '2' } }));
    const other = renderManifests(input({ env: { B: '2', A: '1' } }));
    expect(one).toEqual(other);
  });

  it('are never written for an image without digest or a release that is no commit', () => {
    expect(() => renderManifests(input({}, { image: 'acme/churn:latest' }))).toThrow('not pinned');
    expect(() => renderManifests(input({}, { release: 'v1' }))).toThrow('not a commit');
  });
});

describe('replicas', () => {
  it.each([
    [
      { min: 2, max: 4, cpu: 70 },
      undefined,
      ['Deployment', 'Service', 'HorizontalPodAutoscaler', 'PodDisruptionBudget'],
    ],
    [{ min: 3, max: 3, cpu: 80 }, 3, ['Deployment', 'Service', 'PodDisruptionBudget']],
    [{ min: 1, max: 1, cpu: 80 }, 1, ['Deployment', 'Service']],
  ])('%o', (replicas, stated, kinds) => {
    const files = renderManifests(input({ replicas }));
    expect(files.map(({ content }) => parse(content).kind)).toEqual(kinds);
    expect(objectOf(files, 'Deployment').spec.replicas).toBe(stated);
  });

  it('are scaled by the CPU that is used', () => {
    expect(rendered('HorizontalPodAutoscaler', { replicas: { min: 2, max: 6, cpu: 70 } })).toMatchObject({
      apiVersion: 'autoscaling/v2',
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'churn' },
        minReplicas: 2,
        maxReplicas: 6,
        metrics: [
          {
            type: 'Resource',
            resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } },
          },
        ],
      },
    });
  });

  it('leave one at a time when nodes are drained', () => {
    const spec = { maxUnavailable: 1, selector: { matchLabels: { 'app.kubernetes.io/name': 'churn' } } };
    expect(rendered('PodDisruptionBudget')).toMatchObject({ apiVersion: 'policy/v1', spec });
    expect(paths({ replicas: { min: 1, max: 1, cpu: 80 } })).toEqual([
      '10-deployment.yaml',
      '20-service.yaml',
    ]);
  });
});

it('the Service reaches the pods by their stable labels and the port by its name', () => {
  expect(rendered('Service', { port: 5001 }).spec).toEqual({
    selector: { 'app.kubernetes.io/name': 'churn' },
    ports: [{ name: 'http', port: 80, targetPort: 'http' }],
  });
});

it("the Namespace, which is not the model's alone, does not name a release", () => {
  const namespace = objectOf(renderManifests(input({}, { createNamespace: true })), 'Namespace');
  expect(namespace.metadata).toEqual({
    name: 'churn-prod',
    labels: { 'app.kubernetes.io/managed-by': 'tailrace' },
  });
});

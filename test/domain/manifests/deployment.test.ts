import { describe, expect, it } from 'vitest';
import { image, release, rendered } from './rendering.ts';

const { spec } = rendered('Deployment');
const [container] = spec.template.spec.containers;

describe('the Deployment', () => {
  it('replaces pods without a gap', () => {
    expect(spec.strategy).toEqual({
      type: 'RollingUpdate',
      rollingUpdate: { maxUnavailable: 0, maxSurge: 1 },
    });
    expect(container.lifecycle.preStop.sleep.seconds).toBeLessThan(
      spec.template.spec.terminationGracePeriodSeconds,
    );
  });

  it('selects by labels that no release changes, and marks its pods with the release', () => {
    expect(spec.selector).toEqual({ matchLabels: { 'app.kubernetes.io/name': 'churn' } });
    expect(spec.template.metadata.labels).toMatchObject({
      'app.kubernetes.io/name': 'churn',
      'tailrace.dev/release': release,
    });
    expect(spec.template.metadata.annotations).toEqual({ 'tailrace.dev/release': release });
  });

  it('runs the pinned image, asks for resources and limits memory only', () => {
    expect(container).toMatchObject({ image, ports: [{ name: 'http', containerPort: 8080 }] });
    expect(container.resources).toEqual({
      requests: { cpu: '250m', memory: '512Mi' },
      limits: { memory: '512Mi' },
    });
  });

  it('asks for health on start and ever after', () => {
    const probe = { httpGet: { path: '/ready', port: 'http' } };
    const [asked] = rendered('Deployment', { health: '/ready' }).spec.template.spec.containers;
    expect(asked).toMatchObject({ startupProbe: probe, readinessProbe: probe, livenessProbe: probe });
  });

  it('gives the container no more rights than it needs', () => {
    expect(spec.template.spec).toMatchObject({
      automountServiceAccountToken: false,
      enableServiceLinks: false,
    });
    expect(spec.template.spec.securityContext).toEqual({ seccompProfile: { type: 'RuntimeDefault' } });
    expect(container.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
    });
    expect(spec.template.spec).not.toHaveProperty('imagePullSecrets');
  });
});

it('tells Prometheus where to scrape', () => {
  expect(rendered('Deployment', { metrics: '/metrics' }).spec.template.metadata.annotations).toMatchObject({
    'prometheus.io/scrape': 'true',
    'prometheus.io/port': '8080',
    'prometheus.io/path': '/metrics',
  });
});

it('gives variables sorted by name, plain values as they are', () => {
  const settings = {
    env: { Z: 'yes', A: 'cost $(Z) $5', M: '$5' },
    secretEnv: { TOKEN: { secret: 's', key: 'k' } },
  };
  const [{ env }] = rendered('Deployment', settings).spec.template.spec.containers;
  expect(env).toEqual([
    { name: 'A', value: 'cost $$(Z) $$5' },
    { name: 'M', value: '$5' },
    { name: 'TOKEN', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } },
    { name: 'Z', value: 'yes' },
  ]);
});

it('names the Secrets with which the image is pulled', () => {
  expect(rendered('Deployment', { pullSecrets: ['registry'] }).spec.template.spec.imagePullSecrets).toEqual([
    { name: 'registry' },
  ]);
});

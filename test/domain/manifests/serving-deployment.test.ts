import { expect, test } from 'vitest';
import { renderManifests } from '../../../src/domain/manifests/render-manifests.ts';
import { servingDeployment } from '../../../src/domain/manifests/serving-deployment.ts';
import { image, input } from './rendering.ts';

const digest = image.split('@')[1] ?? '';

test('of the default manifests the Deployment serves', () => {
  const found = renderManifests(input()).map(({ path, content }) => [
    path,
    servingDeployment(content, digest),
  ]);
  expect(found.filter(([, serving]) => serving)).toEqual([
    ['10-deployment.yaml', { namespace: 'churn-prod', deployment: 'churn' }],
  ]);
});

test('a Deployment with another image, another object and what is no YAML do not', () => {
  const [, deployment] = renderManifests(input({}, { createNamespace: true }));
  const content = deployment?.content ?? '';
  expect(servingDeployment(content, digest)).toBeDefined();
  expect(servingDeployment(content, `sha256:${'9'.repeat(64)}`)).toBeUndefined();
  expect(servingDeployment('kind: [', digest)).toBeUndefined();
  expect(servingDeployment('', digest)).toBeUndefined();
});

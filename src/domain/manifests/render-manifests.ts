import { deployment } from './deployment.ts';
import { type ManifestFile, writeManifest } from './manifest-file.ts';
import { markedLabels, releaseMark, selectorLabels } from './release-marks.ts';
import type { RenderInput } from './render-input.ts';

/**
 * The default manifests, one object a file, named so that they apply in the order of their names. The same input gives
 * the same bytes. Throws when the image is not pinned by digest or the release is no commit: a bug of the caller.
 */
export function renderManifests(input: RenderInput): ManifestFile[] {
  assertPinned(input.image, input.release);
  const { min, max } = input.serve.replicas;
  return [
    ...(input.createNamespace ? [file('00-namespace', namespaceObject(input))] : []),
    file('10-deployment', deployment(input)),
    file('20-service', service(input)),
    ...(min < max ? [file('30-horizontal-pod-autoscaler', autoscaler(input))] : []),
    ...(max > 1 ? [file('40-pod-disruption-budget', disruptionBudget(input))] : []),
  ];
}

/** Throws unless both are what a manifest may carry. */
export function assertPinned(image: string, release: string): void {
  if (!/^[^\s@]+@sha256:[0-9a-f]{64}$/.test(image))
    throw new Error(`The image is not pinned by its digest: ${image}`);
  if (!/^[0-9a-f]{40}$/.test(release)) throw new Error(`The release is not a commit: ${release}`);
}

function file(name: string, object: object): ManifestFile {
  return { path: `${name}.yaml`, content: writeManifest(object) };
}

/** Without the release: the Namespace is not the model's alone. */
function namespaceObject({ namespace }: RenderInput): object {
  const labels = { 'app.kubernetes.io/managed-by': 'tailrace' };
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace, labels } };
}

function metadata({ name, namespace, release }: RenderInput): object {
  return { name, namespace, labels: markedLabels(name, release), annotations: { [releaseMark]: release } };
}

function service(input: RenderInput): object {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: metadata(input),
    spec: { selector: selectorLabels(input.name), ports: [{ name: 'http', port: 80, targetPort: 'http' }] },
  };
}

function autoscaler(input: RenderInput): object {
  const { min, max, cpu } = input.serve.replicas;
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: metadata(input),
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: input.name },
      minReplicas: min,
      maxReplicas: max,
      metrics: [
        {
          type: 'Resource',
          resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: cpu } },
        },
      ],
    },
  };
}

function disruptionBudget(input: RenderInput): object {
  return {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: metadata(input),
    spec: { maxUnavailable: 1, selector: { matchLabels: selectorLabels(input.name) } },
  };
}

import { parse } from 'yaml';
import type { ManifestFile } from '../../../src/domain/manifests/manifest-file.ts';
import type { RenderInput } from '../../../src/domain/manifests/render-input.ts';
import { renderManifests } from '../../../src/domain/manifests/render-manifests.ts';
import type { ServeOnPort } from '../../../src/domain/manifests/serving-port.ts';

export const release = '0123456789'.repeat(4);
export const image = `registry.example.com/acme/churn@sha256:${'a'.repeat(64)}`;

export function input(serve: Partial<ServeOnPort> = {}, rest: Partial<RenderInput> = {}): RenderInput {
  return {
    name: 'churn',
    namespace: 'churn-prod',
    environment: 'prod',
    release,
    image,
    createNamespace: false,
    ...rest,
    serve: {
      port: 8080,
      health: '/healthz',
      metrics: undefined,
      replicas: { min: 2, max: 4, cpu: 80 },
      resources: { cpu: '250m', memory: '512Mi' },
      env: {},
      secretEnv: {},
      pullSecrets: [],
      ...serve,
    },
  };
}

/** The one object of a file, by its kind; throws when it was not rendered. */
export function objectOf(files: readonly ManifestFile[], kind: string) {
  const objects = files.map(({ content }) => parse(content));
  const found = objects.find((object) => object.kind === kind);
  if (found === undefined)
    throw new Error(`No ${kind} among ${objects.map((object) => object.kind).join(', ')}`);
  return found;
}

export function rendered(kind: string, serve: Partial<ServeOnPort> = {}) {
  return objectOf(renderManifests(input(serve)), kind);
}

export function paths(serve: Partial<ServeOnPort>): string[] {
  return renderManifests(input(serve)).map(({ path }) => path);
}

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { kubernetesObjects } from '../support/kubernetes-schemas.ts';

const read = (path: string) => readFileSync(new URL(`../../deploy/${path}`, import.meta.url), 'utf8');
const settings = [
  ...readFileSync(new URL('../../src/settings.ts', import.meta.url), 'utf8').matchAll(/^ {2}([A-Z_]+): /gm),
].map(([, name]) => name ?? '');
const docker = ['DOCKER_HOST', 'DOCKER_TLS_VERIFY', 'DOCKER_CERT_PATH'];

const namedSchema = z.array(z.object({ name: z.string() }));
const podSchema = z.looseObject({
  containers: z.tuple([
    z.looseObject({
      image: z.string(),
      env: z.array(z.object({ name: z.string(), value: z.string() })),
      securityContext: z.looseObject({}),
      volumeMounts: namedSchema,
    }),
  ]),
  initContainers: z.array(z.looseObject({ name: z.string(), volumeMounts: namedSchema })).default([]),
  securityContext: z.looseObject({}),
  volumes: namedSchema,
});
const deploymentSchema = z.object({ spec: z.object({ template: z.object({ spec: podSchema }) }) });

const ways = ['remote-engine', 'engine-in-pod'] as const;

function podOf(way: (typeof ways)[number]) {
  const deployment = kubernetesObjects(read(`kubernetes/${way}.yaml`)).find(
    ({ kind }) => kind === 'Deployment',
  );
  return deploymentSchema.parse(deployment).spec.template.spec;
}

test.each([
  ['common', ['PersistentVolumeClaim', 'Service', 'NetworkPolicy']],
  ['remote-engine', ['Deployment']],
  ['engine-in-pod', ['Deployment', 'NetworkPolicy']],
  ['secret.example', ['Secret', 'Secret', 'ConfigMap']],
])('%s.yaml holds what Kubernetes takes', (name, kinds) => {
  const objects = kubernetesObjects(read(`kubernetes/${name}.yaml`));
  expect(objects.map(({ kind }) => kind)).toEqual(kinds);
  expect(objects.map(({ metadata }) => metadata)).toEqual(
    kinds.map(() => expect.objectContaining({ namespace: 'tailrace' })),
  );
});

test('the rights of the watcher are for the namespace that they are applied to', () => {
  const objects = kubernetesObjects(read('kubernetes/watcher.yaml'));
  expect(objects.map(({ kind }) => kind)).toEqual(['ServiceAccount', 'Role', 'RoleBinding']);
  expect(objects.map(({ metadata }) => metadata)).toEqual(objects.map(() => ({ name: 'tailrace-watcher' })));
});

test('what Kubernetes does not take is seen by this test', () => {
  const broken = read('kubernetes/remote-engine.yaml').replace('replicas: 1', 'replicas: one');
  expect(() => kubernetesObjects(broken)).toThrow(/replicas must be integer/);
});

test.each(ways)('%s runs Tailrace without rights, and gives it what it needs', (way) => {
  const { containers, initContainers, securityContext, volumes } = podOf(way);
  const [tailrace] = containers;
  expect({ ...securityContext, ...tailrace.securityContext }).toMatchObject({
    runAsNonRoot: true,
    seccompProfile: { type: 'RuntimeDefault' },
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'] },
    fsGroup: 10001,
  });
  const known = [...settings, ...docker];
  expect(tailrace.env.map(({ name }) => name).filter((name) => !known.includes(name))).toEqual([]);
  const mounted = [tailrace, ...initContainers].flatMap(({ volumeMounts }) => volumeMounts);
  expect(new Set(mounted.map(({ name }) => name))).toEqual(new Set(volumes.map(({ name }) => name)));
});

test('the examples of settings are settings', () => {
  const [secret] = kubernetesObjects(read('kubernetes/secret.example.yaml'));
  const lines = read('tailrace.env.example').matchAll(/^(?:# )?([A-Z_]+)=/gm);
  const named = [
    ...Object.keys(z.record(z.string(), z.string()).parse(secret?.stringData)),
    ...[...lines].map(([, name]) => name ?? ''),
  ];
  expect(named.length).toBeGreaterThan(8);
  expect(named.filter((name) => !settings.includes(name))).toEqual([]);
});

const composeSchema = z.strictObject({
  services: z.record(
    z.string(),
    z.looseObject({ volumes: z.array(z.string()), profiles: z.array(z.string()).default([]) }),
  ),
  volumes: z.record(z.string(), z.null()),
});

test('the compose file is one, starts Tailrace alone, and declares its volumes', () => {
  const { services, volumes } = composeSchema.parse(parse(read('compose.yaml'), { strict: true }));
  expect(Object.keys(services).filter((name) => services[name]?.profiles.length === 0)).toEqual(['tailrace']);
  const used = Object.values(services).flatMap((service) =>
    service.volumes.map((volume) => volume.split(':')[0] ?? ''),
  );
  expect(used.filter((name) => /^\w+$/.test(name)).toSorted()).toEqual(Object.keys(volumes).toSorted());
  expect(services.tailrace).toMatchObject({ read_only: true, cap_drop: ['ALL'], env_file: 'tailrace.env' });
});

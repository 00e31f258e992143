import { writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { kubernetesClusters } from '../../src/adapters/kubernetes/clusters.ts';
import { judgeRollout } from '../../src/domain/rollout/judge-rollout.ts';
import type { RolloutVerdict } from '../../src/domain/rollout/verdict.ts';
import { apply, clusterOfTests, kubectl, makeNamespaces } from '../support/cluster.ts';
import { pushedImage } from '../support/pushed-image.ts';

const release = '0123456789'.repeat(4);
const classes = [
  'image',
  'container',
  'crash',
  'memory',
  'probe',
  'quota',
  'refused',
  'unschedulable',
  'runs',
] as const;
type Class = (typeof classes)[number];

let namespaces: Awaited<ReturnType<typeof makeNamespaces<Class>>>;
let image: string;
beforeAll(async () => {
  image = await pushedImage();
  namespaces = await makeNamespaces(...classes);
  const quota = {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: { name: 'small', namespace: namespaces.of('quota') },
  };
  await apply({ ...quota, spec: { hard: { pods: '0' } } });
  await kubectl(
    'label',
    'namespace',
    namespaces.of('refused'),
    'pod-security.kubernetes.io/enforce=restricted',
  );
});
afterAll(() => namespaces?.remove());

interface Pod {
  readonly image?: string;
  readonly container?: object;
  readonly replicas?: number;
}

/** A Deployment of our release in the namespace of its class. */
function deploymentOf(wanted: Class, { image: other, container = {}, replicas = 1 }: Pod) {
  const labels = { app: 'churn' };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {
      name: 'churn',
      namespace: namespaces.of(wanted),
      annotations: { 'tailrace.dev/release': release },
    },
    spec: {
      replicas,
      // A container that ends a moment later was not up.
      minReadySeconds: wanted === 'runs' ? 0 : 60,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          terminationGracePeriodSeconds: 0,
          containers: [{ name: 'model', image: other ?? image, command: serving, ...container }],
        },
      },
    },
  };
}

const python = (code: string) => ['python3', '-u', '-c', code];
const serving = python(
  'import http.server as h; h.HTTPServer(("", 8080), h.SimpleHTTPRequestHandler).serve_forever()',
);
const gone = `@sha256:${'0'.repeat(64)}`;

/** With RECORD_ROLLOUTS what the cluster gave is kept for the tests that need none. */
async function record(wanted: Class, seen: object): Promise<void> {
  if (!process.env.RECORD_ROLLOUTS) return;
  const file = new URL(`../domain/rollout/recorded/${wanted}.json`, import.meta.url);
  await writeFile(file, `${JSON.stringify(seen, null, 1)}\n`);
}

/** What is seen once it is decided, by the same eyes as Tailrace's. */
async function verdictOf(wanted: Class, pod: Pod): Promise<RolloutVerdict> {
  await apply(deploymentOf(wanted, pod));
  const { context, kubeconfig } = await clusterOfTests();
  const clusters = kubernetesClusters({ clusters: { test: { context } }, kubeconfig: [kubeconfig] });
  const target = { cluster: 'test', namespace: namespaces.of(wanted), deployment: 'churn' };
  const digest = (pod.image ?? image).split('@')[1] ?? '';
  const decided = Promise.withResolvers<RolloutVerdict>();
  const look = async () => {
    const seen = await clusters.look(target);
    const verdict = judgeRollout({ release, digest }, seen, 0);
    if (verdict.kind !== 'done' && verdict.kind !== 'failed') return;
    await record(wanted, { digest, seen });
    decided.resolve(verdict);
  };
  const watching = clusters.watch(target, () => void look().catch(decided.reject));
  return decided.promise.finally(() => watching.stop());
}

test.concurrent.each<[Class, Pod, RegExp]>([
  ['image', { image: `127.0.0.1:1/nowhere${gone}` }, /127\.0\.0\.1:1/],
  [
    'container',
    { container: { env: [{ name: 'TOKEN', valueFrom: { secretKeyRef: { name: 'keys', key: 'token' } } }] } },
    /secret "keys" not found/,
  ],
  [
    'crash',
    { container: { command: python('print("no model.pkl"); raise SystemExit(3)') } },
    /exit code 3.*\n.*no model\.pkl/,
  ],
  [
    'memory',
    { container: { command: python('x = bytearray(10**9)'), resources: { limits: { memory: '20Mi' } } } },
    /OOMKilled/,
  ],
  [
    'probe',
    {
      container: {
        startupProbe: { httpGet: { path: '/healthz', port: 8080 }, periodSeconds: 1, failureThreshold: 5 },
      },
    },
    /Startup probe failed: HTTP probe failed with statuscode: 404/,
  ],
  ['quota', {}, /exceeded quota: small/],
  ['refused', {}, /violates PodSecurity "restricted/],
  ['unschedulable', { container: { resources: { requests: { cpu: '1000' } } } }, /Insufficient cpu/],
])('%s is told from the others, with what the cluster says', async (why, pod, says) => {
  const verdict = await verdictOf(why, pod);
  expect(verdict).toMatchObject({ kind: 'failed', why, ready: 0, wanted: 1 });
  expect('lines' in verdict ? verdict.lines.join('\n') : '').toMatch(says);
});

test('pods that run are done once all of them are available', async () => {
  const probe = { httpGet: { path: '/', port: 8080 }, periodSeconds: 1 };
  const verdict = await verdictOf('runs', { replicas: 2, container: { readinessProbe: probe } });
  expect(verdict).toEqual({ kind: 'done', ready: 2, wanted: 2 });
});

import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { kubernetesClusters } from '../../src/adapters/kubernetes/clusters.ts';
import { renderManifests } from '../../src/domain/manifests/render-manifests.ts';
import { input, release } from '../domain/manifests/rendering.ts';
import { bareRepository } from '../pipelines/bare-repository.ts';
import { followed } from '../pipelines/rollouts/followed.ts';
import { applyText, kubectl, makeNamespaces } from '../support/cluster.ts';
import { watcherOf } from '../support/kubeconfig.ts';
import { servingImage } from '../support/pushed-image.ts';

const next = 'b'.repeat(40);

let namespaces: Awaited<ReturnType<typeof makeNamespaces<'prod'>>>;
let watcher: Awaited<ReturnType<typeof watcherOf>>;
beforeAll(async () => {
  namespaces = await makeNamespaces('prod');
  watcher = await watcherOf(namespaces.of('prod'));
});
afterAll(async () => {
  watcher?.close();
  await namespaces?.remove();
});

/** The default manifests of two small pods that answer with this text. */
async function rendered(text: string, of: string) {
  const serve = {
    health: '/',
    replicas: { min: 2, max: 2, cpu: 80 },
    resources: { cpu: '10m', memory: '64Mi' },
  };
  return input(serve, { namespace: namespaces.of('prod'), image: await servingImage(text), release: of });
}

async function applied(wanted: Parameters<typeof renderManifests>[0]): Promise<void> {
  for (const { content } of renderManifests(wanted)) await applyText(content);
}

const answer = () =>
  kubectl('get', '--raw', `/api/v1/namespaces/${namespaces.of('prod')}/services/churn:80/proxy/`);

test("with the watcher's rights alone a release is followed until its pods answer, past an API server that goes away in the middle", async () => {
  const on = bareRepository();
  const { context, kubeconfig } = watcher;
  const clusters = kubernetesClusters({
    ...{ clusters: { eu: { context } }, kubeconfig: [kubeconfig] },
    timing: { pauseMs: 20, seconds: 540 },
  });
  const first = await rendered('the first model', release);
  const { world, follow, deploy, stop } = await followed(on, { rendered: first, clusters });
  onTestFinished(async () => {
    await stop();
    on.remove();
  });
  const told = (text: string) => vi.waitUntil(() => world.told.includes(text), { timeout: 120_000 });

  await follow();
  await applied(first);
  await told('success: prod: 2/2 pods ready');
  expect(world.told.filter((text) => text.startsWith('in_progress'))).toEqual(
    expect.arrayContaining([
      'in_progress: prod: waiting for the applier',
      'in_progress: prod: 0/2 pods ready',
    ]),
  );
  expect(await answer()).toContain('the first model');

  const second = await rendered('the second model', next);
  await deploy(second);
  world.told.splice(0);
  await follow();
  watcher.cut();
  await follow();
  expect(world.told.at(-1)).toBe('pull request 7: ❔ prod: the cluster does not answer');
  await applied(second);
  watcher.mend();
  await told('success: prod: 2/2 pods ready');
  expect(await answer()).toContain('the second model');
  await expect(
    kubectl('--kubeconfig', kubeconfig, '--context', context, '-n', namespaces.of('prod'), 'get', 'secrets'),
  ).rejects.toThrow(/forbidden/);
});

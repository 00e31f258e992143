import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ClusterObjects } from '../../../src/domain/rollout/cluster-objects.ts';
import { ClusterUnreachable } from '../../../src/ports/cluster.ts';
import { image, input, release } from '../../domain/manifests/rendering.ts';
import { bareRepository } from '../bare-repository.ts';
import { followed } from './followed.ts';

const nothing: ClusterObjects = { deployment: undefined, replicaSets: [], pods: [], events: [], logs: [] };

/** The Deployment as it is when so many of its two pods are available. */
function running(available: number): ClusterObjects {
  const template = { metadata: { annotations: {} }, spec: { containers: [{ image }] } };
  const metadata = { name: 'churn', uid: 'd', ownerReferences: [], generation: 1 };
  const status = { observedGeneration: 1, replicas: 2, updatedReplicas: 2, conditions: [] };
  const deployment = {
    metadata: { ...metadata, annotations: { 'tailrace.dev/release': release } },
    spec: { replicas: 2, selector: { matchLabels: { app: 'churn' } }, template },
    status: { ...status, availableReplicas: available },
  };
  return { ...nothing, deployment };
}

let on: ReturnType<typeof bareRepository>;
beforeEach(() => {
  on = bareRepository();
});
afterEach(() => on.remove());

/** A release was written for prod; `cluster.seen` is what is there, and `cluster.watched` how many watches there are. */
async function deployed(options: { readonly environment?: string; readonly byPullRequest?: boolean } = {}) {
  const cluster = { seen: (): ClusterObjects => nothing, watched: 0 };
  const watch = () => {
    cluster.watched += 1;
    return {
      stop: () => {
        cluster.watched -= 1;
      },
    };
  };
  const clusters = { look: async () => cluster.seen(), watch };
  return { cluster, ...(await followed(on, { rendered: input(), clusters, ...options })) };
}

test('each news is told once, until the release is there', async () => {
  const { world, cluster, follow } = await deployed();
  await follow();
  await follow();
  expect(world.told.splice(0)).toEqual([
    'in_progress: prod: waiting for the applier',
    'pull request 7: ⏳ prod: waiting for the applier',
  ]);
  cluster.seen = () => running(2);
  await follow();
  await follow();
  expect(world.told).toEqual(['success: prod: 2/2 pods ready', 'pull request 7: 🟢 prod: 2/2 pods ready']);
  expect(world.saved).toMatchObject({ state: 'closed', production: true, target: { cluster: 'eu' } });
});

test('a cluster that does not answer is told, and followed on; so is what takes too long, for an hour', async () => {
  const { world, cluster, follow } = await deployed({ byPullRequest: false });
  cluster.seen = () => {
    throw new ClusterUnreachable('connect ECONNREFUSED');
  };
  await follow();
  expect(world.told.splice(0)).toEqual(['in_progress: prod: the cluster does not answer']);
  cluster.seen = () => nothing;
  world.seconds = 600;
  await follow();
  const { head } = world.deployment;
  expect(world.told).toEqual([
    'failure: prod: not applied to the cluster',
    `commit ${head}: ❌ prod: not applied to the cluster`,
  ]);
  expect([world.saved?.state, cluster.watched]).toEqual(['open', 1]);
  world.seconds = 3600;
  await follow();
  expect([world.saved?.state, cluster.watched]).toEqual(['closed', 0]);
});

test('a newer deployment is followed instead; without a cluster nothing is', async () => {
  const { world, cluster, follow } = await deployed();
  cluster.seen = () => running(2);
  await follow();
  world.deployment = { ...world.deployment, run: 'another' };
  cluster.seen = () => running(1);
  await follow();
  expect(world.saved).toMatchObject({ run: 'another', state: 'open' });
  expect(world.told.at(-1)).toBe('pull request 7: ⏳ prod: 0/2 pods ready');

  const without = await deployed({ environment: '' });
  await without.follow();
  expect([without.world.told, without.world.saved]).toEqual([[], undefined]);
});

import { afterEach, beforeEach, expect, test } from 'vitest';
import { renderManifests } from '../../../src/domain/manifests/render-manifests.ts';
import type { Deployment } from '../../../src/domain/release.ts';
import type { ClusterObjects } from '../../../src/domain/rollout/cluster-objects.ts';
import type { Rollout } from '../../../src/domain/rollout/rollout.ts';
import { type FollowRolloutPorts, followRollout } from '../../../src/pipelines/follow-rollout.ts';
import { rolloutWatches } from '../../../src/pipelines/rollouts/rollout-watches.ts';
import { ClusterUnreachable } from '../../../src/ports/cluster.ts';
import { silentLog } from '../../adapters/postgres/silent-log.ts';
import { image, input, release } from '../../domain/manifests/rendering.ts';
import { policyOf } from '../../domain/policy/reading.ts';
import { at, bareRepository, repository } from '../bare-repository.ts';

const [imageRepository = '', digest = ''] = image.split('@');
const policy = policyOf(
  'clusters: {eu: {context: eu}}\nrules: [{name: all, repositories: ["acme/*"], clusters: [eu]}]',
);
const configuration = (environment: string) =>
  `notebook: evaluate.ipynb\nimage: ${imageRepository}\nenvironments: [{name: qa}, {name: prod${environment}}]\n`;
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

/** A world in which `release` was written for prod; `cluster` is what is seen there. */
async function deployed({ environment = ', cluster: eu', byPullRequest = true } = {}) {
  const manifests = renderManifests(input()).map(({ path, content }) => [`deploy/kube/${path}`, content]);
  const tree = await on.tree({
    '.tailrace.yml': configuration(environment),
    ...Object.fromEntries(manifests),
  });
  const head = await on.git.makeCommit(repository, { tree, parents: [], message: 'Deploy', at });
  await on.git.push(repository, 'prod', undefined, head);
  const deployment: Deployment = {
    environment: 'prod',
    release: {
      commit: release,
      sourceTree: tree,
      image: { repository: imageRepository, digest, exposedPorts: [8080] },
    },
    manifests: { repository, branch: 'prod', folder: 'deploy/kube', commit: head },
    evidence: { commit: head, path: 'x' },
    ...{ head, testResult: 't', run: 'r', by: 'dana', at },
    ...(byPullRequest ? { pullRequest: 7 } : {}),
  };
  const world: World = {
    ...{ told: [], deployment, seconds: 0, saved: undefined, watched: 0 },
    cluster: () => nothing,
  };
  const work = { kind: 'follow-rollout', repository, environment: 'prod' } as const;
  const ports = portsOf(world);
  return { world, follow: () => followRollout(ports, work) };
}

interface World {
  readonly told: string[];
  deployment: Deployment;
  seconds: number;
  saved: Rollout | undefined;
  watched: number;
  cluster(): ClusterObjects;
}

function portsOf(world: World): FollowRolloutPorts {
  const rollouts = {
    find: async () => world.saved,
    open: async () => [],
    save: async (_: unknown, rollout: Rollout) => {
      world.saved = rollout;
    },
  };
  const watch = () => {
    world.watched += 1;
    return {
      stop: () => {
        world.watched -= 1;
      },
    };
  };
  const clusters = { look: async () => world.cluster(), watch };
  const queue = {
    enqueue: async () => {},
    supersede: async () => {},
    end: async () => {},
    replace: async () => false,
  };
  const say = (place: string) => async (_: unknown, where: unknown, __: string, body: string) => {
    world.told.push(`${place} ${where}: ${/### (.*)/.exec(body)?.[1]}`);
    return '';
  };
  return {
    git: on.git,
    operator: { policy, secrets: {} },
    deployments: {
      current: async () => world.deployment,
      list: async () => [world.deployment],
      brought: async () => [world.deployment],
      save: async () => {},
    },
    ...{ rollouts, clusters, watches: rolloutWatches({ clusters, rollouts, queue, log: silentLog }) },
    comments: {
      ensureComment: say('pull request'),
      ensureCommitComment: say('commit'),
      react: async () => {},
    },
    deploymentsOnForge: {
      ensureDeployment: async (_, { state, description }) => void world.told.push(`${state}: ${description}`),
    },
    clock: { now: () => new Date(Date.parse(at) + world.seconds * 1000) },
  };
}

test('each news is told once, until the release is there', async () => {
  const { world, follow } = await deployed();
  await follow();
  await follow();
  expect(world.told.splice(0)).toEqual([
    'pull request 7: ⏳ prod: waiting for the applier',
    'in_progress: prod: waiting for the applier',
  ]);
  world.cluster = () => running(2);
  await follow();
  await follow();
  expect(world.told).toEqual(['pull request 7: 🟢 prod: 2/2 pods ready', 'success: prod: 2/2 pods ready']);
  expect(world.saved).toMatchObject({ state: 'closed', production: true, target: { cluster: 'eu' } });
});

test('a cluster that does not answer is told, and followed on; so is what takes too long, for an hour', async () => {
  const { world, follow } = await deployed({ byPullRequest: false });
  world.cluster = () => {
    throw new ClusterUnreachable('connect ECONNREFUSED');
  };
  await follow();
  expect(world.told.splice(0)).toEqual(['in_progress: prod: the cluster does not answer']);
  world.cluster = () => nothing;
  world.seconds = 600;
  await follow();
  const { head } = world.deployment;
  expect(world.told).toEqual([
    `commit ${head}: ❌ prod: not applied to the cluster`,
    'failure: prod: not applied to the cluster',
  ]);
  expect([world.saved?.state, world.watched]).toEqual(['open', 1]);
  world.seconds = 3600;
  await follow();
  expect([world.saved?.state, world.watched]).toEqual(['closed', 0]);
});

test('a newer deployment is followed instead; without a cluster nothing is', async () => {
  const { world, follow } = await deployed();
  world.cluster = () => running(2);
  await follow();
  world.deployment = { ...world.deployment, run: 'another' };
  world.cluster = () => running(1);
  await follow();
  expect(world.saved).toMatchObject({ run: 'another', state: 'open' });
  expect(world.told.at(-1)).toBe('in_progress: prod: 0/2 pods ready');

  const without = await deployed({ environment: '' });
  await without.follow();
  expect([without.world.told, without.world.saved]).toEqual([[], undefined]);
});

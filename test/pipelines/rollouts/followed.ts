import type { RenderInput } from '../../../src/domain/manifests/render-input.ts';
import { renderManifests } from '../../../src/domain/manifests/render-manifests.ts';
import type { Deployment } from '../../../src/domain/release.ts';
import type { Rollout } from '../../../src/domain/rollout/rollout.ts';
import { type FollowRolloutPorts, followRollout } from '../../../src/pipelines/follow-rollout.ts';
import { rolloutWatches } from '../../../src/pipelines/rollouts/rollout-watches.ts';
import type { Clusters } from '../../../src/ports/cluster.ts';
import { silentLog } from '../../adapters/postgres/silent-log.ts';
import { policyOf } from '../../domain/policy/reading.ts';
import { at, type bareRepository, repository } from '../bare-repository.ts';

type Repository = ReturnType<typeof bareRepository>;

/** What is told, in order, of a deployment for prod; what is remembered of it. */
export interface World {
  readonly told: string[];
  deployment: Deployment;
  seconds: number;
  saved: Rollout | undefined;
}

interface Wanted {
  readonly rendered: RenderInput;
  readonly clusters: Clusters;
  /** More of the environment, as `.tailrace.yml` has it. */
  readonly environment?: string;
  readonly byPullRequest?: boolean;
}

const policy = policyOf(
  'clusters: {eu: {context: eu}}\nrules: [{name: all, repositories: ["acme/*"], clusters: [eu]}]',
);
const work = { kind: 'follow-rollout', repository, environment: 'prod' } as const;

/** A world in which a release's manifests were written for prod. Work that is queued is done at once, one after the other. */
export async function followed(on: Repository, wanted: Wanted) {
  const world: World = { told: [], deployment: await deploy(on, wanted), seconds: 0, saved: undefined };
  let last = Promise.resolve();
  const follow = () => {
    last = last.then(() => followRollout(ports, work));
    return last;
  };
  const ports = portsOf(on, world, wanted.clusters, follow);
  return {
    world,
    follow,
    /** Writes another release. */
    deploy: async (rendered: RenderInput) => {
      world.deployment = await deploy(on, { ...wanted, rendered });
    },
    stop: async () => {
      ports.watches.stop();
      await last;
    },
  };
}

async function deploy(on: Repository, wanted: Wanted): Promise<Deployment> {
  const { rendered, environment = ', cluster: eu', byPullRequest = true } = wanted;
  const { release, image } = rendered;
  const [imageRepository = '', digest = ''] = image.split('@');
  const manifests = renderManifests(rendered).map(({ path, content }) => [`deploy/kube/${path}`, content]);
  const configuration = `notebook: evaluate.ipynb\nimage: r.example.com/acme/churn\nenvironments: [{name: qa}, {name: prod${environment}}]\n`;
  const tree = await on.tree({ '.tailrace.yml': configuration, ...Object.fromEntries(manifests) });
  const head = await on.git.makeCommit(repository, { tree, parents: [], message: 'Deploy', at });
  await on.git.push(repository, `prod-${release}`, undefined, head);
  return {
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
}

function portsOf(
  { git }: Repository,
  world: World,
  clusters: Clusters,
  follow: () => Promise<void>,
): FollowRolloutPorts {
  const rollouts = {
    find: async () => world.saved,
    open: async () => [],
    save: async (_: unknown, rollout: Rollout) => {
      world.saved = rollout;
    },
  };
  const queue = {
    enqueue: async () => void follow(),
    supersede: async () => {},
    end: async () => {},
    replace: async () => false,
  };
  const say = (place: string) => async (_: unknown, where: unknown, __: string, body: string) => {
    world.told.push(`${place} ${where}: ${/### (.*)/.exec(body)?.[1]}`);
    return '';
  };
  const deployments = {
    current: async () => world.deployment,
    list: async () => [world.deployment],
    brought: async () => [world.deployment],
    save: async () => {},
  };
  const ensureDeployment: FollowRolloutPorts['deploymentsOnForge']['ensureDeployment'] = async (_, shown) => {
    world.told.push(`${shown.state}: ${shown.description}`);
    return 'shown';
  };
  return {
    ...{ git, operator: { policy, secrets: {} }, deployments, rollouts, clusters },
    watches: rolloutWatches({ clusters, rollouts, queue, log: silentLog }),
    comments: {
      ensureComment: say('pull request'),
      ensureCommitComment: say('commit'),
      react: async () => {},
    },
    deploymentsOnForge: { ensureDeployment },
    clock: { now: () => new Date(Date.parse(at) + world.seconds * 1000) },
  };
}

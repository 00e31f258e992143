import { noPolicy } from '../../../src/domain/policy/allowances-for.ts';
import type { Deployment, Release } from '../../../src/domain/release.ts';
import { sourceTreeAt } from '../../../src/pipelines/configuration/read-configuration.ts';
import { findLeg, type Leg } from '../../../src/pipelines/promotion/find-leg.ts';
import { smallest } from '../../domain/configuration/reading.ts';
import { type bareRepository, repository } from '../bare-repository.ts';

export type Branches = ReturnType<typeof twoBranches>;

type Files = Readonly<Record<string, string>>;

const configuration = `${smallest}environments: [{name: sandbox}, {name: prod}]\n`;
const image = { repository: 'registry.example.com/acme/churn', digest: 'sha256:1', exposedPorts: [] };

/** The branches of two environments, `sandbox` and `prod`, in a repository on disk, and what was deployed there. */
export function twoBranches({ git, tree }: ReturnType<typeof bareRepository>) {
  const deployments: Deployment[] = [];
  const heads = new Map<string, string>();
  let day = 0;
  const now = () => `2026-03-${String(day).padStart(2, '0')}T00:00:00Z`;
  const ports = {
    git,
    operator: { policy: noPolicy, secrets: {} },
    deployments: {
      list: async (_: unknown, environment: string) =>
        deployments.filter((each) => each.environment === environment),
      brought: async (_: unknown, environment: string) =>
        deployments.filter((each) => each.environment === environment),
      current: async () => undefined,
      save: async () => undefined,
    },
  };

  /** One more commit on a branch, which then holds these files and its manifests. */
  async function push(branch: string, files: Files): Promise<string> {
    day++;
    const head = heads.get(branch);
    const manifests = { 'deploy/kube/10-deployment.yaml': `for ${branch}` };
    const commit = await git.makeCommit(repository, {
      tree: await tree({ '.tailrace.yml': configuration, ...files, ...manifests }),
      parents: head ? [head] : [],
      message: `${branch}: ${Object.keys(files).join(' ')}`,
      at: now(),
    });
    await git.push(repository, branch, head, commit);
    heads.set(branch, commit);
    return commit;
  }

  function deploy(environment: string, release: Release, head: string): void {
    const evidence = { commit: 'e', path: 'releases/1' };
    deployments.unshift({ environment, release, head, evidence, testResult: 'first', by: 'ada', at: now() });
  }

  let newest: { readonly release: Release; readonly files: Files } | undefined;
  return {
    ports,
    now,
    push,
    /** A push to sandbox that is deployed. */
    async release(files: Files): Promise<void> {
      const commit = await push('sandbox', files);
      const sourceTree = await sourceTreeAt(ports, repository, commit, []);
      newest = { release: { commit, sourceTree, image }, files };
      deploy('sandbox', newest.release, commit);
    },
    /** The newest release comes to prod. */
    async promote(): Promise<void> {
      if (newest) deploy('prod', newest.release, await push('prod', newest.files));
    },
    /** prod begins where sandbox is. */
    async branchOff(): Promise<void> {
      const head = heads.get('sandbox') ?? '';
      await git.push(repository, 'prod', undefined, head);
      heads.set('prod', head);
    },
    async leg(): Promise<Leg> {
      const head = heads.get('prod') ?? '';
      const station = { branch: 'sandbox', environment: 'sandbox', nextBranch: 'prod' };
      const leg = await findLeg(ports, station, { repository, branch: 'prod', head });
      if (!leg) throw new Error('nothing is promoted from sandbox to prod');
      return leg;
    },
  };
}

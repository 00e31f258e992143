import type { ProbotOctokit } from 'probot';
import { formatRepository, type RepositoryRef } from '../../domain/repository-ref.ts';
import type { DeploymentsOnForge, ShownDeployment, ShownState } from '../../ports/deployments-on-forge.ts';
import type { OctokitFor } from './installations.ts';
import type { IsOurs } from './own-account.ts';
import { statusOf as statusCodeOf } from './status-of.ts';
import { type Kept, once, upserts } from './upsert.ts';

/** GitHub's limit for the description of a status. */
const longestDescription = 140;

/** What a deployment's newest status says. */
interface Said {
  readonly state: string;
  readonly description: string;
  readonly environment_url?: string;
}

type Status = Said & { readonly state: ShownState };

/** Deployments of our app, one for each environment and commit; a status is added where the newest one says something else. */
export function githubDeployments(
  octokitFor: OctokitFor,
  isOurs: IsOurs,
  secondMs: number,
): DeploymentsOnForge {
  const upsert = upserts(secondMs);
  return {
    ensureDeployment: async (repository, shown) => {
      const octokit = await octokitFor(repository);
      const wanted = statusOf(shown);
      const add = async (id: number) => {
        await addStatus(octokit, repository, id, wanted);
        return { id, url: '', content: contentOf(wanted) };
      };
      const showing = upsert({
        key: `${formatRepository(repository)}@${shown.commit} ${shown.environment}`,
        content: contentOf(wanted),
        find: () => findOurs(octokit, repository, shown, isOurs),
        create: async () => add(await create(octokit, repository, shown)),
        update: add,
      });
      return showing.then(() => 'shown' as const, unlessForbidden);
    },
  };
}

function unlessForbidden(error: unknown): 'forbidden' {
  // Limits are 403 too.
  if (statusCodeOf(error) === 403 && /not accessible by integration/i.test(String(error))) return 'forbidden';
  throw error;
}

function statusOf({ state, description, url }: ShownDeployment): Status {
  const short = description.length > longestDescription ? `${description.slice(0, 139)}…` : description;
  return { state, description: short, ...(url === undefined ? {} : { environment_url: url }) };
}

function contentOf({ state, description, environment_url = '' }: Said): string {
  return [state, description, environment_url].join('\n');
}

async function findOurs(
  octokit: ProbotOctokit,
  { owner, name: repo }: RepositoryRef,
  { commit, environment }: ShownDeployment,
  isOurs: IsOurs,
): Promise<Kept | undefined> {
  const { data } = await octokit.rest.repos.listDeployments({ owner, repo, sha: commit, environment });
  for (const { id, creator } of data) {
    if (!(await isOurs({ user: creator }))) continue;
    const statuses = await octokit.rest.repos.listDeploymentStatuses({
      ...{ owner, repo, deployment_id: id, per_page: 1 },
    });
    const [newest] = statuses.data;
    return { id, url: '', content: newest ? contentOf(newest) : '' };
  }
  return undefined;
}

/** It is deployed already: GitHub is to merge nothing for it, and to wait for no check. */
async function create(
  octokit: ProbotOctokit,
  { owner, name: repo }: RepositoryRef,
  { commit, environment, production }: ShownDeployment,
): Promise<number> {
  const { data } = await octokit.rest.repos.createDeployment({
    ...{ owner, repo, ref: commit, environment },
    ...{ auto_merge: false, required_contexts: [], production_environment: production, ...once },
  });
  if (!('id' in data)) throw new Error(`GitHub made no deployment of ${commit}`);
  return data.id;
}

async function addStatus(
  octokit: ProbotOctokit,
  { owner, name: repo }: RepositoryRef,
  deployment_id: number,
  status: Status,
): Promise<void> {
  await octokit.rest.repos.createDeploymentStatus({ owner, repo, deployment_id, ...status, ...once });
}

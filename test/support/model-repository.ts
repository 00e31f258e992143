import { expect } from 'vitest';
import type { MergeMethod } from './forge/merging.ts';
import type { Scenario } from './scenario.ts';
import { type SmallModel, smallModel } from './small-model.ts';

type Files = Readonly<Record<string, string | null>>;

export type ModelRepository = Awaited<ReturnType<typeof addModel>>;

/**
 * A model repository `acme/<name>` of its own, so that many stories can be told on one started scenario. `before` replaces what its
 * branches hold at first; null leaves a file out.
 */
export async function addModel(
  scenario: Scenario,
  name: string,
  model: Partial<SmallModel> = {},
  before: Files = {},
) {
  const { forge, dana, settled } = scenario;
  const repository = `acme/${name}`;
  const base: SmallModel = {
    ...scenario.base,
    imageRepository: `${scenario.registry.host}/${scenario.registry.path(repository)}`,
    ...model,
  };
  const files = Object.entries({ ...smallModel(base), ...before }).filter(
    (entry): entry is [string, string] => entry[1] !== null,
  );
  const view = await forge.createRepository({
    owner: 'acme',
    name,
    branches: ['sandbox', 'qa', 'uat', 'prod'],
    files: Object.fromEntries(files),
  });

  /** The pull request's one check and the body of its one comment. */
  async function told(number: number) {
    const checks = await view.checkRuns(view.pullRequest(number).head.sha);
    const comments = view.comments(number);
    expect(checks).toHaveLength(1);
    expect(comments).toHaveLength(1);
    return { check: checks[0], comment: comments[0]?.body ?? '' };
  }

  return {
    repository,
    base,
    view,
    told,
    /** All of the repository's files, with this changed. */
    changed: (change: Partial<SmallModel>) => smallModel({ ...base, ...change }),
    /** Dana pushes, and everything that follows is over. */
    async push(branch: string, changes: Files): Promise<string> {
      const commit = await dana.push({ repository, branch, files: changes, message: 'Change the model' });
      await settled();
      return commit;
    },
    /** Somebody pushes a branch and opens a pull request, and everything that follows is over. */
    async propose(branch: string, changes: Files, into = 'sandbox', person = dana): Promise<number> {
      await dana.push({ repository, branch, from: into, files: changes, message: `Begin ${branch}` });
      const title = `Try ${branch}`;
      const number = await person.openPullRequest({ repository, head: branch, base: into, title });
      await settled();
      return number;
    },
    async merge(number: number, method: MergeMethod = 'squash'): Promise<string> {
      const commit = await dana.merge(repository, number, method);
      await settled();
      return commit;
    },
    /** What the registry holds of it. */
    tags: () => registryTags(scenario, repository),
    /** What kube-applier would apply in an environment. */
    manifests: async (branch: string) =>
      (await view.files(branch)).filter((path) => path.startsWith('deploy/kube/')),
    promotionInto: (environment: string) =>
      view.pullRequests('open').find(({ head }) => head.branch === `tailrace/promote/${environment}`),
    /** Nothing was run and nothing was kept: no image, no branch of ours. */
    async expectUntouched(): Promise<void> {
      expect(await registryTags(scenario, repository)).toEqual([]);
      expect((await view.branches()).filter((branch) => branch.startsWith('tailrace/'))).toEqual([]);
    },
  };
}

async function registryTags({ registry, login }: Scenario, repository: string): Promise<string[]> {
  const headers = login ? { authorization: `Basic ${btoa(`${login.user}:${login.password}`)}` } : {};
  const answer = await fetch(`http://${registry.host}/v2/${registry.path(repository)}/tags/list`, {
    headers,
  });
  if (answer.status === 404) return [];
  expect(answer.status).toBe(200);
  const { tags }: { tags: string[] | null } = JSON.parse(await answer.text());
  return (tags ?? []).toSorted();
}

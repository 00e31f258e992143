import { afterAll, beforeAll, expect, test } from 'vitest';
import { addModel, type ModelRepository } from '../support/model-repository.ts';
import { type Scenario, startScenario } from '../support/scenario.ts';
import { ranNotebook, storedRuns } from '../support/stored-runs.ts';

let scenario: Scenario;
let model: ModelRepository;
beforeAll(async () => {
  scenario = await startScenario();
  model = await addModel(scenario, 'same', { environments: '  - name: sandbox' });
});
afterAll(() => scenario?.stop());

const runs = () => storedRuns(scenario.settings.dataFolder);

/** What a build or a notebook would add to: steps, the branch of runs, the registry. */
async function worked() {
  return {
    steps: (await runs()).filter((run) => ranNotebook(run) || run.steps.build).length,
    runs: await model.view.head('tailrace/runs'),
    tags: (await model.tags()).filter((tag) => tag.startsWith('tree-')),
  };
}

let number: number;

test('a new head with the same tree is green at once: nothing is built or run', async () => {
  const { dana, settled } = scenario;
  const { repository, view } = model;
  number = await model.propose('feature', model.changed({ greeting: 'the same' }));
  const first = view.pullRequest(number).head.sha;
  const before = await worked();
  const head = await dana.push({ repository, branch: 'feature', message: 'Say it better' });
  await settled();

  const { check, comment } = await model.told(number);
  expect(check).toMatchObject({
    headSha: head,
    conclusion: 'success',
    title: 'rate 0.25, 1 of 1 gate',
  });
  expect(comment).toContain('### ✅ churn passed its test for sandbox');
  expect(comment).toContain(`/pulls/${number}/${first}/`);
  expect(await view.everyCheckRun(head)).toHaveLength(1);
  expect(await worked()).toEqual(before);
});

test('a merge of the tested tree builds and runs nothing, and its digest gets the commit as a tag', async () => {
  const before = await worked();
  const merged = await model.merge(number, 'squash');
  expect(await worked()).toEqual(before);
  const [delivery] = (await runs()).filter((run) => run.head === merged);
  expect(Object.keys(delivery?.steps ?? {}).toSorted()).toEqual([
    'evidence',
    'manifests',
    'pin',
    'tag',
    'time',
  ]);
  const [tree = ''] = before.tags;
  expect(await model.tags()).toEqual([merged, tree].toSorted());
  expect(await digestOf(merged)).toBe(await digestOf(tree));
  expect((await model.told(number)).comment).toContain('### 🚀 churn is deployed to sandbox');
});

test('of two tested pull requests, what the second merge gives is tested before it is deployed', async () => {
  const { view } = model;
  const base = await view.head('sandbox');
  const first = await model.propose('first', { 'model.txt': 'a better model' });
  const second = await model.propose('second', { 'more.txt': 'something else' });
  const { check } = await model.told(second);
  expect(check?.summary).toContain(`<code>sandbox</code> at \`${base.slice(0, 7)}\``);
  await model.merge(first);
  const before = await worked();
  const merged = await model.merge(second);

  const [delivery] = (await runs()).filter((run) => run.head === merged);
  expect(delivery).toMatchObject({ status: 'done', steps: { build: 1, push: 1, manifests: 1 } });
  expect((await worked()).steps).toBe(before.steps + 1);
  expect(await view.checkRuns(merged)).toMatchObject([{ name: 'tailrace/sandbox', conclusion: 'success' }]);
  expect(await view.file('sandbox', 'deploy/kube/10-deployment.yaml')).toContain(merged);
  const { comment } = await model.told(second);
  expect(comment).toContain('### 🚀 churn is deployed to sandbox');
  expect(comment).toContain('Another tree than the one tested before');
  expect((await model.told(first)).comment).not.toContain('Another tree than the one tested before');
});

async function digestOf(tag: string): Promise<string | null> {
  const url = `http://${scenario.registry.host}/v2/${scenario.registry.path(model.repository)}/manifests/${tag}`;
  const accept =
    'application/vnd.oci.image.manifest.v1+json, application/vnd.docker.distribution.manifest.v2+json';
  const answer = await fetch(url, { method: 'HEAD', headers: { accept } });
  expect(answer.status).toBe(200);
  return answer.headers.get('docker-content-digest');
}

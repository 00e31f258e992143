import { afterAll, beforeAll, expect, test } from 'vitest';
import { addModel, type ModelRepository } from '../support/model-repository.ts';
import { type Scenario, startScenario } from '../support/scenario.ts';

let scenario: Scenario;
let model: ModelRepository;
let hotfix: string;
beforeAll(async () => {
  scenario = await startScenario();
  model = await addModel(scenario, 'mended', { environments: '  - name: sandbox\n  - name: prod' });
  await model.push('sandbox', model.changed({ greeting: 'first' }));
  const { number } = openPull('tailrace/promote/prod');
  await model.merge(number);
  expect((await model.told(number)).comment).toContain('### 🚀 churn is deployed to prod');
});
afterAll(() => scenario?.stop());

const serving = async (ref: string) => model.view.file(ref, 'serve.py');

/** The one open pull request from a branch of ours. */
function openPull(branch: string) {
  const [found, ...others] = model.view.pullRequests('open').filter(({ head }) => head.branch === branch);
  if (!found) throw new Error(`There is no open pull request from ${branch}.`);
  expect(others).toEqual([]);
  return found;
}

test('a commit on a later environment is deployed there, and brought to the first one by a pull request', async () => {
  const { view } = model;
  hotfix = await model.push('prod', { 'serve.py': 'print("mended in a hurry")\n' });
  const [deployed] = await view.checkRuns(hotfix);
  expect(deployed).toMatchObject({ conclusion: 'success', title: 'churn is deployed to prod' });
  expect(deployed?.summary).toContain('**A hotfix of prod only:**');
  expect(await view.files('tailrace/evidence')).toContain(`releases/${hotfix}/prod/1/record.json`);

  const { number, title, body, base, head } = openPull('tailrace/backport/prod');
  expect([title, base.branch]).toEqual(["Bring churn's change of prod to sandbox", 'sandbox']);
  expect(body).toContain(`- ${hotfix} Change the model (dana)`);
  const commit = await view.commit(head.sha);
  expect(commit.parents).toEqual([await view.head('sandbox')]);
  expect(commit.message).toContain('Co-authored-by: dana <dana@people.example>');
  expect(await serving(head.sha)).toContain('mended in a hurry');
  const manifest = 'deploy/kube/10-deployment.yaml';
  expect(await view.file(head.sha, manifest)).toBe(await view.file('sandbox', manifest));
  expect((await model.told(number)).check).toMatchObject({ name: 'tailrace/sandbox', conclusion: 'success' });
  expect(model.promotionInto('prod')).toBeUndefined();
});

test('a release that lacks the hotfix waits for it, and turns green when the back-port has come', async () => {
  await model.push('sandbox', model.changed({ greeting: 'second' }));
  const { number } = openPull('tailrace/promote/prod');
  const backPort = openPull('tailrace/backport/prod').number;
  const red = await model.told(number);
  expect(red.check).toMatchObject({
    conclusion: 'failure',
    title: 'prod has a hotfix that this release lacks',
  });
  expect(red.comment).toContain(`- ${hotfix} Change the model (dana)`);
  expect(red.comment).toContain(`#${backPort} brings the same change to **sandbox**. Merge it:`);
  expect(red.comment).toContain('<code>serve.py</code> changed');

  await model.merge(backPort);
  expect((await model.told(backPort)).comment).toContain('### 🚀 churn is deployed to sandbox');
  expect((await model.told(number)).check).toMatchObject({ conclusion: 'success' });
  await model.merge(number);
  expect(await serving('prod')).toContain('mended in a hurry');
  expect(await model.view.file('prod', 'notebooks/evaluate.ipynb')).toContain('second');
  expect(model.view.pullRequests('open')).toEqual([]);
});

test('a hotfix that conflicts is told with its files and the commands, and is found when somebody brought it by hand', async () => {
  scenario.forge.loseNextDelivery('push');
  await model.push('sandbox', { ...model.changed({ greeting: 'third' }), 'serve.py': 'print("other")\n' });
  hotfix = await model.push('prod', { 'serve.py': 'print("mended again")\n' });
  expect(model.view.pullRequests('open')).toEqual([]);
  await scenario.reconcile();
  await scenario.settled();
  const { number } = openPull('tailrace/promote/prod');
  const { check, comment } = await model.told(number);
  expect(check).toMatchObject({ conclusion: 'failure' });
  expect(comment).toContain("Tailrace can't bring it to **sandbox** by itself");
  expect(comment).toContain('- <code>serve.py</code>');
  expect(comment).toContain(
    `git switch --create backport-prod origin/sandbox\ngit cherry-pick -x ${hotfix}\ngit push origin backport-prod`,
  );

  await model.push('sandbox', { 'serve.py': 'print("mended again")\n' });
  expect((await model.told(number)).check).toMatchObject({ conclusion: 'success' });
  expect(model.view.pullRequests('open')).toHaveLength(1);
});

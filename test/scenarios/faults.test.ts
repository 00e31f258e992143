import { afterAll, beforeAll, expect, test } from 'vitest';
import { addModel, type ModelRepository } from '../support/model-repository.ts';
import { type Scenario, startScenario } from '../support/scenario.ts';
import { ranNotebook, storedRuns } from '../support/stored-runs.ts';

let scenario: Scenario;
beforeAll(async () => {
  scenario = await startScenario();
  // At its start it looks at everything once.
  await scenario.reconcile();
});
afterAll(() => scenario?.stop());

const onlySandbox = { environments: '  - name: sandbox' };

/** How many runs of a model repository ran the notebook. */
const notebooksOf = async ({ repository }: ModelRepository) =>
  (await storedRuns(scenario.settings.dataFolder)).filter(
    (run) => run.key.includes(repository) && ranNotebook(run),
  ).length;

async function reconciled(): Promise<void> {
  await scenario.reconcile();
  await scenario.settled();
}

test('webhooks that never arrive are made up for: an opened pull request, and its merge', async () => {
  const { forge } = scenario;
  const model = await addModel(scenario, 'lost', onlySandbox);
  forge.loseNextDelivery('pull_request');
  const number = await model.propose('feature', model.changed({ greeting: 'is there anybody?' }));
  expect(await model.view.checkRuns('feature')).toEqual([]);
  await reconciled();
  expect((await model.told(number)).check).toMatchObject({ conclusion: 'success' });

  forge.loseNextDelivery('push');
  const merged = await model.merge(number);
  expect(await model.manifests('sandbox')).toEqual([]);
  await reconciled();
  expect((await model.told(number)).comment).toContain('### 🚀 churn is deployed to sandbox');
  expect(await model.view.file('sandbox', 'deploy/kube/10-deployment.yaml')).toContain(merged);
  expect(await notebooksOf(model)).toBe(1);
});

test('webhooks that arrive while Tailrace is down are sent again; one that arrives twice does nothing twice', async () => {
  const { forge, dana } = scenario;
  const model = await addModel(scenario, 'doubled', onlySandbox);
  const { repository, view } = model;
  forge.deliverTo(undefined);
  const number = await model.propose('feature', model.changed({ greeting: 'once' }));
  await scenario.restart();
  await reconciled();
  expect(forge.deliveries.filter(({ redelivery }) => redelivery).length).toBeGreaterThan(0);
  expect((await model.told(number)).check).toMatchObject({ conclusion: 'success' });

  forge.doubleNextDelivery('push');
  const merged = await dana.merge(repository, number, 'squash');
  await scenario.settled();
  expect((await model.told(number)).comment).toContain('### 🚀 churn is deployed to sandbox');
  expect(await view.log('tailrace/evidence')).toHaveLength(1);
  expect(await view.log('sandbox', `^${merged}`)).toHaveLength(1);
  expect(await view.everyCheckRun(merged)).toHaveLength(1);
  expect(await notebooksOf(model)).toBe(1);
});

test('a forge that fails, limits or loses its answers delays what is said, and doubles nothing', async () => {
  const { forge } = scenario;
  const model = await addModel(scenario, 'failing', onlySandbox);
  const limited = { message: 'You have exceeded a secondary rate limit.' };
  forge.fail({ method: 'GET', path: /failing\/pulls\/\d+$/, status: 500 });
  forge.fail({ method: 'POST', path: /failing\/check-runs$/, status: 502, afterwards: true });
  forge.fail({ method: 'PATCH', path: /failing\/check-runs\/\d+$/, status: 503, times: 2 });
  forge.fail({
    ...{ method: 'POST', path: /failing\/issues\/\d+\/comments$/, status: 403 },
    ...{ headers: { 'retry-after': '2' }, body: limited },
  });
  forge.fail({ method: 'POST', path: /failing\/issues\/\d+\/comments$/, status: 502, afterwards: true });
  forge.fail({ method: 'PATCH', path: /failing\/issues\/comments\/\d+$/, status: 500 });
  const number = await model.propose('feature', model.changed({ greeting: 'patience' }));

  const { check, comment } = await model.told(number);
  expect(check).toMatchObject({ conclusion: 'success' });
  expect(comment).toContain('### ✅ churn passed its test for sandbox');
  expect(await model.view.everyCheckRun(model.view.pullRequest(number).head.sha)).toHaveLength(1);
  expect(await notebooksOf(model)).toBe(1);
});

test('tokens that the forge has revoked are made anew', async () => {
  const { forge } = scenario;
  const model = await addModel(scenario, 'revoked', onlySandbox);
  const number = await model.propose('feature', model.changed({ greeting: 'before' }));
  expect((await model.told(number)).check).toMatchObject({ conclusion: 'success' });
  forge.expireTokens();
  forge.expectProblem(/bad token/);
  await model.push('feature', model.changed({ greeting: 'after' }));
  const { check, comment } = await model.told(number);
  expect(check).toMatchObject({ headSha: await model.view.head('feature'), conclusion: 'success' });
  expect(comment).toContain('### ✅ churn passed its test for sandbox');
});

/** Edits of what is there already show progress; their number grows with the time that a test takes. */
async function requestsDuring(action: () => Promise<unknown>): Promise<string[]> {
  const { requests } = scenario.forge;
  const before = requests.length;
  await action();
  const rest = requests.slice(before).filter(({ path }) => path.startsWith('/api/v3'));
  return rest.filter(({ method }) => method !== 'PATCH').map(({ method, path }) => `${method} ${path}`);
}

test('few requests are made: for a pull request, and for its merge with the promotion that follows', async () => {
  const model = await addModel(scenario, 'counted');
  let number = 0;
  const forTest = await requestsDuring(async () => {
    number = await model.propose('feature', model.changed({ greeting: 'frugal' }));
  });
  const forMerge = await requestsDuring(() => model.merge(number));
  expect(forTest.filter((request) => !/installation/.test(request))).toHaveLength(5);
  // On a loaded machine the promotion's commit is not made just now any more: then its check is searched.
  expect(forMerge.filter((request) => request.includes('/check-runs')).length).toBeLessThanOrEqual(4);
  expect(forMerge.length).toBeLessThanOrEqual(12);
  await model.told(number);
  await model.told(model.promotionInto('qa')?.number ?? 0);
});

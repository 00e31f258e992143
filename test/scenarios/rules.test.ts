import { afterAll, beforeAll, expect, test } from 'vitest';
import { addModel } from '../support/model-repository.ts';
import { type Scenario, startScenario } from '../support/scenario.ts';

let scenario: Scenario;
beforeAll(async () => {
  scenario = await startScenario();
});
afterAll(() => scenario?.stop());

const ruleNote = '**The rules change:**';

test('the first pull request with a configuration is judged by its own rules, and takes the whole road', async () => {
  const environments = '  - name: sandbox\n  - name: prod';
  const model = await addModel(scenario, 'first', { environments }, { '.tailrace.yml': null });
  const number = await model.propose('set-up', model.changed({}));
  const { check, comment } = await model.told(number);
  expect(check).toMatchObject({ name: 'tailrace/sandbox', conclusion: 'success' });
  expect(comment).toContain('**First set-up:** the base branch has no `.tailrace.yml` that can be used');

  await model.merge(number);
  expect((await model.told(number)).comment).toContain('### 🚀 churn is deployed to sandbox');
  expect(await model.manifests('sandbox')).toContain('deploy/kube/10-deployment.yaml');

  const promotion = model.promotionInto('prod')?.number ?? 0;
  const ofPromotion = await model.told(promotion);
  expect(ofPromotion.check).toMatchObject({ name: 'tailrace/prod', conclusion: 'success' });
  expect(ofPromotion.comment).toContain('**First set-up:**');
  await model.merge(promotion);
  expect((await model.told(promotion)).comment).toContain('### 🚀 churn is deployed to prod');
  expect(await model.view.files('prod')).toContain('.tailrace.yml');
});

test('a pull request is judged by the rules that stand, and the next one by those that it brought', async () => {
  const environments = '  - name: sandbox';
  const parameters = '{threshold: 0.25}';
  const metrics = '"rate": threshold';
  const model = await addModel(scenario, 'rules', {
    environments,
    metrics,
    gate: '{metric: rate, max: 0.3}',
  });
  const gate = '{metric: rate, max: 0.5}';
  const lower = { gate, greeting: 'new rules', parameters: '{threshold: 0.4}' };
  const number = await model.propose('feature', model.changed(lower));
  const refused = await model.told(number);
  expect(refused.check).toMatchObject({
    conclusion: 'failure',
    title: 'churn misses the gate for sandbox: rate',
  });
  expect(refused.comment).toContain('≤ 0.3');
  expect(refused.comment).toContain(ruleNote);

  await model.push('feature', model.changed({ ...lower, parameters }));
  const accepted = await model.told(number);
  expect(accepted.check).toMatchObject({ conclusion: 'success', title: 'rate 0.25, 1 of 1 gate' });
  expect(accepted.comment).toContain('≤ 0.3');
  expect(accepted.comment).toContain(ruleNote);
  await model.merge(number);
  expect((await model.told(number)).comment).toContain('≤ 0.5');

  const next = await model.propose('next', model.changed(lower));
  const judged = await model.told(next);
  expect(judged.check).toMatchObject({ conclusion: 'success', title: 'rate 0.4 (+0.15), 1 of 1 gate' });
  expect(judged.comment).not.toContain(ruleNote);
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { addModel } from '../support/model-repository.ts';
import { type Scenario, startScenario } from '../support/scenario.ts';

let scenario: Scenario;
beforeAll(async () => {
  scenario = await startScenario();
});
afterAll(() => scenario?.stop());

const environments = '  - name: sandbox\n  - name: prod';
const deployment = 'deploy/kube/10-deployment.yaml';
const raises = { cells: ['raise ValueError("no churn today")'] };

test('a direct push goes the way of a merge; one that fails deploys nothing, and its author is told', async () => {
  const model = await addModel(scenario, 'pushed', { environments });
  const commit = await model.push('sandbox', model.changed({ greeting: 'straight in' }));
  const [check] = await model.view.checkRuns(commit);
  expect(check).toMatchObject({ conclusion: 'success', title: 'churn is deployed to sandbox' });
  const record = await model.view.file('tailrace/evidence', `releases/${commit}/sandbox/1/record.json`);
  expect(JSON.parse(record)).toMatchObject({ commit, environment: 'sandbox', passed: true });
  const running = await model.view.file('sandbox', deployment);
  expect(running).toContain(JSON.parse(record).image.digest);
  expect(await model.view.commitComments(commit)).toEqual([]);
  const promotion = model.promotionInto('prod');
  expect((await model.told(promotion?.number ?? 0)).check).toMatchObject({ conclusion: 'success' });

  const broken = await model.push('sandbox', model.changed(raises));
  const [failed] = await model.view.checkRuns(broken);
  expect(failed).toMatchObject({ name: 'tailrace/sandbox', conclusion: 'failure' });
  const comments = await model.view.commitComments(broken);
  expect(comments).toHaveLength(1);
  expect(comments[0]?.body).toContain('### ❌ Not deployed to sandbox: churn failed its test for sandbox');
  expect(comments[0]?.body).toContain('**nothing was deployed**: what ran before runs on');
  expect(await model.view.head('sandbox')).toBe(broken);
  expect(await model.view.file('sandbox', deployment)).toBe(running);
  expect(model.promotionInto('prod')).toEqual(promotion);
});

test('a red pull request that is merged all the same deploys nothing, and says so there', async () => {
  const model = await addModel(scenario, 'merged-red', { environments });
  const number = await model.propose('feature', model.changed(raises));
  expect((await model.told(number)).check).toMatchObject({ conclusion: 'failure' });
  const merged = await model.merge(number);

  expect(await model.view.checkRuns(merged)).toMatchObject([
    { name: 'tailrace/sandbox', conclusion: 'failure' },
  ]);
  const [tested, delivered, ...others] = model.view.comments(number);
  expect(others).toEqual([]);
  expect(tested?.body).toContain('### ❌ churn failed its test for sandbox');
  expect(delivered?.body).toContain('### ❌ Not deployed to sandbox: churn failed its test for sandbox');
  expect(await model.view.head('sandbox')).toBe(merged);
  expect(await model.tags()).toEqual([]);
  expect(await model.view.branches()).not.toContain('tailrace/evidence');
  expect(model.promotionInto('prod')).toBeUndefined();
});

test('a push that breaks the configuration is told on its commit; a pull request mends it by its own rules', async () => {
  const model = await addModel(scenario, 'unreadable', { environments: '  - name: sandbox' });
  await model.push('sandbox', model.changed({ greeting: 'all is well' }));
  const running = await model.view.file('sandbox', deployment);
  const broken = await model.push('sandbox', { '.tailrace.yml': 'notebok: evaluate.ipynb\n' });
  const [failed] = await model.view.checkRuns(broken);
  expect(failed).toMatchObject({ name: 'tailrace/sandbox', conclusion: 'failure' });
  const comments = await model.view.commitComments(broken);
  expect(comments).toHaveLength(1);
  expect(comments[0]?.body).toMatch(/### ❌ Not deployed to sandbox: \\\.tailrace\\\.yml has \d mistakes/);
  expect(comments[0]?.body).toContain('Did you mean `notebook`?');
  expect(await model.view.head('sandbox')).toBe(broken);
  expect(await model.view.file('sandbox', deployment)).toBe(running);

  const number = await model.propose('repair', model.changed({ greeting: 'all is well' }));
  const { check, comment } = await model.told(number);
  expect(check).toMatchObject({ conclusion: 'success' });
  expect(comment).toContain('**First set-up:** the base branch has no `.tailrace.yml` that can be used');
});

test('with `serve: false` nothing is deployed, that is said, and the road goes on', async () => {
  const model = await addModel(scenario, 'not-served', { environments, settings: 'serve: false' });
  const number = await model.propose('feature', model.changed({ greeting: 'for the batch only' }));
  const commit = await model.merge(number);
  const { comment } = await model.told(number);
  expect(comment).toContain('### 🚀 churn is released to sandbox; nothing is served');
  expect(comment).toContain('Nothing is served: the configuration says `serve: false`.');
  expect(await model.tags()).toContain(commit);

  const promotion = model.promotionInto('prod');
  expect(promotion?.body).toContain('Nothing is served there: the configuration says `serve: false`.');
  expect((await model.told(promotion?.number ?? 0)).check).toMatchObject({ conclusion: 'success' });
  await model.merge(promotion?.number ?? 0);
  expect((await model.told(promotion?.number ?? 0)).comment).toContain('Nothing is served:');
  expect(await model.view.files('tailrace/evidence')).toContain(`releases/${commit}/prod/1/record.json`);
  expect([...(await model.manifests('sandbox')), ...(await model.manifests('prod'))]).toEqual([]);
});

test('an image without EXPOSE is not served, and the manifests of the one before go', async () => {
  const model = await addModel(scenario, 'no-port', { environments: '  - name: sandbox' });
  await model.push('sandbox', model.changed({ greeting: 'served' }));
  expect(await model.manifests('sandbox')).toContain(deployment);
  const dockerfile = `FROM ${model.base.papermillImage}\nWORKDIR /app\nCOPY model.txt ./\n`;
  const number = await model.propose('feature', model.changed({ dockerfile }));
  await model.merge(number);
  const { comment } = await model.told(number);

  expect(comment).toContain(
    'Nothing is served: the image exposes no port, and the configuration has no `serve`.',
  );
  expect(await model.manifests('sandbox')).toEqual([]);
});

test('templates of the repository are rendered; a mistake in one is told before the merge', async () => {
  const model = await addModel(scenario, 'templates', {
    environments: '  - name: sandbox',
    settings: 'templates: deploy/templates',
  });
  const template = (image: string) => ({
    'deploy/templates/model.yaml': `apiVersion: v1
kind: Pod
metadata: {name: "\${name}", annotations: {release: "\${release}"}}
spec: {containers: [{name: model, image: "${image}"}]}
`,
  });
  const number = await model.propose('feature', { ...model.changed({}), ...template('${imag}') });
  const refused = await model.told(number);
  expect(refused.check).toMatchObject({ conclusion: 'failure', title: 'the manifests have mistakes' });
  expect(refused.comment).toContain('<code>model.yaml</code> line 4: The placeholder `${imag}` is unknown.');

  await model.push('feature', template('${image}'));
  expect((await model.told(number)).check).toMatchObject({ conclusion: 'success' });
  const commit = await model.merge(number);
  expect((await model.told(number)).comment).toContain('### 🚀 churn is deployed to sandbox');
  expect(await model.manifests('sandbox')).toEqual(['deploy/kube/model.yaml']);
  const record = await model.view.file('tailrace/evidence', `releases/${commit}/sandbox/1/record.json`);
  const { image } = JSON.parse(record);
  const written = await model.view.file('sandbox', 'deploy/kube/model.yaml');
  expect(written).toContain(`image: "${image.repository}@${image.digest}"`);
  expect(written).toMatch(new RegExp(`^    release: "?${commit}"?$`, 'm'));
});

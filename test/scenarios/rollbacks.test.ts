import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RepositoryView } from '../support/forge/inspection.ts';
import { addModel, type ModelRepository } from '../support/model-repository.ts';
import { say } from '../support/said.ts';
import { type Scenario, startScenario } from '../support/scenario.ts';

const policy = `rules:
  - name: models
    repositories: ["acme/*"]
    gitops: [{repository: acme/gitops, folders: ["*/{name}"]}]
`;

let scenario: Scenario;
let gitops: RepositoryView;
beforeAll(async () => {
  scenario = await startScenario({}, { operator: { policy } });
  const files = { 'README.md': 'Everything that runs' };
  gitops = await scenario.forge.createRepository({
    owner: 'acme',
    name: 'gitops',
    branches: ['main'],
    files,
  });
});
afterAll(() => scenario?.stop());

const environments = '  - name: sandbox';

/** Two releases in sandbox, and the pull request under which people write. */
async function twoReleases(model: ModelRepository) {
  const number = await model.propose('feature', model.changed({ greeting: 'first' }));
  const older = await model.merge(number);
  const newer = await model.push('sandbox', model.changed({ greeting: 'second' }));
  await model.told(number);
  return { older, newer, number };
}

test('where the branch takes no push a pull request waits at once, with a green check; its merge is the rollback', async () => {
  const { forge } = scenario;
  const model = await addModel(scenario, 'refused', { environments });
  const { older, number } = await twoReleases(model);
  forge.protect(model.repository, 'sandbox', { pushers: [], checks: ['tailrace/sandbox'] });
  const { reply, reactions } = await say(scenario, model, number, 'dana', '/rollback sandbox');
  expect(reactions).toEqual(['eyes', 'rocket']);
  const [proposed] = model.view.pullRequests('open');
  expect(proposed).toMatchObject({
    head: { branch: 'tailrace/rollback/sandbox' },
    title: `Roll sandbox back to ${older.slice(0, 7)}`,
  });
  expect(reply).toContain(`**merge #${proposed?.number}**`);
  expect(reply).toContain('Its check is green.');
  expect(reply).toContain('Require them in a ruleset instead');
  expect(await model.view.checkRuns(proposed?.head.sha ?? '')).toMatchObject([
    { name: 'tailrace/sandbox', conclusion: 'success', title: expect.stringContaining('ran there before') },
  ]);

  await model.merge(proposed?.number ?? 0);
  expect(await model.view.file('sandbox', 'deploy/kube/10-deployment.yaml')).toContain(older);
  expect(model.view.pullRequests('open')).toEqual([]);
  const ended = await say(scenario, model, number, 'dana', '/unhold sandbox');
  expect(ended.reply).toContain(
    `Release \`${older.slice(0, 7)}\` runs there, and the branch has no newer tested one`,
  );
});

test('in a central repository, and while the forge takes no comments: the commit is what matters, the answer follows', async () => {
  const { forge } = scenario;
  const settings = 'gitops: {repository: acme/gitops, branch: main, folder: "{environment}/central"}';
  const model = await addModel(scenario, 'central', { environments, settings });
  const { older, newer, number } = await twoReleases(model);
  const deployment = 'sandbox/central/10-deployment.yaml';
  expect(await gitops.file('main', deployment)).toContain(newer);
  forge.fail({ method: 'POST', path: /acme\/central\/issues\/\d+\/comments/, status: 500, times: 1 });
  const because = '/rollback sandbox because it is wrong';
  const { reply } = await say(scenario, model, number, 'dana', because);
  expect(reply).toContain(`⏪ **sandbox** is back at release \`${older.slice(0, 7)}\``);
  expect(await gitops.file('main', deployment)).toContain(older);
  expect((await gitops.commit(await gitops.head('main'))).message).toContain('it is wrong');

  const files = { [deployment]: 'meddled: true\n' };
  await scenario.dana.push({ repository: 'acme/gitops', branch: 'main', files, message: 'By hand' });
  await model.push('sandbox', { 'README.md': 'Held' });
  expect(await gitops.file('main', deployment)).toContain(older);
  for (const { sha } of await gitops.log('main')) await gitops.commitComments(sha);
  expect((await model.view.commitComments(await model.view.head('sandbox')))[0]?.body).toContain(
    'which is held',
  );
});

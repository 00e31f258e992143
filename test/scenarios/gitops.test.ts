import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RepositoryView } from '../support/forge/inspection.ts';
import { addModel } from '../support/model-repository.ts';
import { type Scenario, startScenario } from '../support/scenario.ts';

const policy = `rules:
  - name: models
    repositories: ["acme/*"]
    gitops:
      - {repository: acme/gitops, folders: ["*/{name}"]}
      - {repository: acme/elsewhere, folders: ["*/{name}"]}
`;

let scenario: Scenario;
let gitops: RepositoryView;
beforeAll(async () => {
  scenario = await startScenario({}, { operator: { policy } });
  const { forge } = scenario;
  const files = { 'README.md': 'Everything that runs', 'qa/fraud/10-deployment.yaml': 'theirs' };
  gitops = await forge.createRepository({ owner: 'acme', name: 'gitops', branches: ['main'], files });
  await forge.createRepository({ owner: 'acme', name: 'elsewhere', installed: false });
});
afterAll(() => scenario?.stop());

const environments = '  - name: sandbox\n  - name: qa';

/** `.tailrace.yml` sends the manifests to a folder for each environment and model. */
const central = (name: string, more = '') =>
  `gitops: {repository: acme/gitops, branch: main, folder: "{environment}/${name}"${more}}`;

test('a central repository gets a folder for each environment and model; a promotion carries its source alone', async () => {
  const model = await addModel(scenario, 'central', { environments, settings: central('central') });
  const number = await model.propose('feature', model.changed({ greeting: 'to the centre' }));
  expect((await model.told(number)).check).toMatchObject({ conclusion: 'success' });
  const before = await gitops.head('main');
  const released = await model.merge(number);
  const written = await gitops.head('main');
  expect(await gitops.files('main')).toContain('sandbox/central/10-deployment.yaml');
  expect((await gitops.commit(written)).parents).toEqual([before]);
  const folder = `${scenario.forge.url}/acme/gitops/tree/${written}/sandbox/central`;
  expect((await model.told(number)).comment).toContain(`[Manifests](${folder})`);
  expect(await model.manifests('sandbox')).toEqual([]);
  expect(await model.view.head('sandbox')).toBe(released);
  expect(await model.view.files('tailrace/evidence')).toContain(`releases/${released}/sandbox/1/record.json`);

  const promotion = model.promotionInto('qa');
  expect(await model.view.tree(promotion?.head.sha ?? '')).toBe(await model.view.tree(released));
  expect((await model.told(promotion?.number ?? 0)).check).toMatchObject({ conclusion: 'success' });
  await model.merge(promotion?.number ?? 0);
  expect((await model.told(promotion?.number ?? 0)).comment).toContain('### 🚀 churn is deployed to qa');
  expect(await gitops.file('main', 'qa/central/10-deployment.yaml')).toContain('namespace: churn-qa');
  expect(await gitops.file('main', 'qa/fraud/10-deployment.yaml')).toBe('theirs');
  expect(await gitops.log('main')).toHaveLength(3);
});

test('manifests that somebody edited in the central repository are shown by their names alone', async () => {
  const settings = central('edited');
  const model = await addModel(scenario, 'edited', { environments, settings });
  await model.push('sandbox', model.changed({ greeting: 'once' }));
  const first = model.promotionInto('qa')?.number ?? 0;
  await model.merge(first);
  await model.told(first);

  const deployment = 'qa/edited/10-deployment.yaml';
  const put = (content: string) =>
    scenario.dana.push({ repository: 'acme/gitops', branch: 'main', files: { [deployment]: content } });
  const written = await gitops.file('main', deployment);
  await put(written.replace('cpu: "250m"', 'cpu: "2"'));
  await model.push('sandbox', model.changed({ greeting: 'twice' }));
  const next = model.promotionInto('qa')?.number ?? 0;
  const red = await model.told(next);
  expect(red.check).toMatchObject({
    conclusion: 'failure',
    title: 'the manifests of qa were edited by hand',
  });
  expect(red.comment).toContain('<code>10-deployment.yaml</code> (Deployment churn) changed');
  // Not everybody who reads the model's repository may read the central one.
  expect(red.comment).not.toContain('cpu: "2"');
  await put(written);
  await scenario.reconcile();
  await scenario.settled();
  expect((await model.told(next)).check).toMatchObject({ conclusion: 'success' });
  await model.merge(next);
  await model.told(next);
  expect(await gitops.file('main', deployment)).not.toBe(written);
});

/** The one open pull request in the central repository. */
function waiting() {
  const [pull, ...others] = gitops.pullRequests('open');
  expect(others).toEqual([]);
  if (!pull) throw new Error('Nothing waits in acme/gitops.');
  return pull;
}

test('`write: pull_request`: a release is deployed when a person merges its manifests, and not before', async () => {
  const settings = central('asking', ', write: pull_request');
  const model = await addModel(scenario, 'asking', { environments, settings });
  const before = await gitops.head('main');
  const number = await model.propose('feature', model.changed({ greeting: 'may I' }));
  const first = await model.merge(number);
  const { number: proposed, head, ...said } = waiting();
  expect(await gitops.head('main')).toBe(before);
  expect(head.branch).toBe('tailrace/manifests/sandbox@acme/asking');
  expect(said.title).toBe(`Deploy churn ${first.slice(0, 7)} to sandbox`);
  expect(said.body).toContain('because the configuration asks for one (`gitops.write: pull_request`)');
  expect(await gitops.checkRuns(head.sha)).toMatchObject([
    { name: 'tailrace/sandbox', conclusion: 'success' },
  ]);
  const told = await model.told(number);
  const title = `churn passed and waits for the merge of acme/gitops#${proposed} to be deployed to sandbox`;
  expect(told.comment).toContain('### ✋ churn passed and waits for the merge of');
  expect(await model.view.checkRuns(first)).toMatchObject([{ conclusion: 'action_required', title }]);
  expect(told.comment).toContain(`**Merging [acme/gitops#${proposed}](`);
  expect(model.promotionInto('qa')).toBeUndefined();

  const second = await model.push('sandbox', model.changed({ greeting: 'may I, please' }));
  const newer = waiting();
  expect(newer).toMatchObject({ number: proposed, title: `Deploy churn ${second.slice(0, 7)} to sandbox` });
  expect(newer.head.sha).not.toBe(head.sha);
  expect((await model.told(number)).comment).toContain('a newer release took its place');

  await scenario.dana.close('acme/gitops', proposed);
  await scenario.settled();
  const [declined] = await model.view.commitComments(second);
  expect(declined?.body).toContain('### ✋ churn is not deployed to sandbox: acme/gitops');
  expect(declined?.body).toContain('Reopen and merge it to deploy this release after all');
  await scenario.reconcile();
  await scenario.settled();
  expect(gitops.pullRequests('open')).toEqual([]);

  const third = await model.push('sandbox', model.changed({ greeting: 'thank you' }));
  await scenario.dana.merge('acme/gitops', waiting().number, 'squash');
  await scenario.settled();
  expect(await gitops.file('main', 'sandbox/asking/10-deployment.yaml')).toContain(third);
  expect(await model.view.checkRuns(third)).toMatchObject([
    { conclusion: 'success', title: 'churn is deployed to sandbox' },
  ]);
  const promotion = model.promotionInto('qa');
  expect(promotion?.title).toContain(third.slice(0, 7));
  expect((await model.told(promotion?.number ?? 0)).check).toMatchObject({ conclusion: 'success' });

  const fourth = await model.push('sandbox', model.changed({ greeting: 'and once more' }));
  const deployment = 'sandbox/asking/10-deployment.yaml';
  const { head: fresh, number: last } = waiting();
  const meddled = (await gitops.file(fresh.branch, deployment)).replaceAll(/sha256:\w+/g, 'sha256:other');
  const files = { [deployment]: meddled };
  const message = 'Run something else';
  await scenario.dana.push({ repository: 'acme/gitops', branch: fresh.branch, files, message });
  await scenario.dana.merge('acme/gitops', last, 'squash');
  await scenario.settled();
  expect(await model.view.checkRuns(fourth)).toMatchObject([
    {
      conclusion: 'action_required',
      title: `churn is not deployed to sandbox: acme/gitops#${last} was merged with another image`,
    },
  ]);
  expect(model.promotionInto('qa')?.title).toContain(third.slice(0, 7));
});

test('a first branch that takes no push gets its manifests by a pull request; merged ones that a person changed count as edited', async () => {
  const { forge } = scenario;
  const model = await addModel(scenario, 'protected', { environments });
  forge.protect(model.repository, 'sandbox', { pushers: [], checks: ['tailrace/sandbox'] });
  const number = await model.propose('feature', model.changed({ greeting: 'by the rules' }));
  const released = await model.merge(number);
  expect(await model.view.head('sandbox')).toBe(released);
  const [proposed] = model.view.pullRequests('open');
  expect(proposed).toMatchObject({ head: { branch: 'tailrace/manifests/sandbox' } });
  expect(proposed?.body).toContain("takes no push of Tailrace's");
  expect(proposed?.body).toContain('Require them in a ruleset instead');
  expect((await model.told(proposed?.number ?? 0)).check).toMatchObject({ conclusion: 'success' });
  expect((await model.told(number)).comment).toContain(`**Merging [#${proposed?.number}](`);
  expect((await model.tags()).filter((tag) => tag.startsWith('tree-'))).toHaveLength(1);

  const deployment = 'deploy/kube/10-deployment.yaml';
  const branch = 'tailrace/manifests/sandbox';
  const edited = `${await model.view.file(branch, deployment)}# by hand\n`;
  await model.push(branch, { [deployment]: edited });
  forge.loseNextDelivery('pull_request');
  forge.loseNextDelivery('push');
  await model.merge(proposed?.number ?? 0);
  await model.told(proposed?.number ?? 0);
  await scenario.reconcile();
  await scenario.settled();
  expect((await model.told(number)).comment).toContain('### 🚀 churn is deployed to sandbox');
  expect((await model.told(number)).comment).toContain('**Edited by hand:**');
  expect(await model.view.file('sandbox', deployment)).toBe(edited);
  expect(model.view.pullRequests('open').map(({ head }) => head.branch)).toEqual(['tailrace/promote/qa']);
  await model.told(model.promotionInto('qa')?.number ?? 0);
});

test('a repository without the app and a branch that is not there are told before the merge, and after it', async () => {
  const model = await addModel(scenario, 'lost', { environments: '  - name: sandbox' });
  const goesTo = (repository: string, branch: string) =>
    model.changed({
      settings: `gitops: {repository: ${repository}, branch: ${branch}, folder: sandbox/lost}`,
    });
  const number = await model.propose('feature', goesTo('acme/elsewhere', 'main'));
  const unreachable = await model.told(number);
  expect(unreachable.check).toMatchObject({
    conclusion: 'failure',
    title: 'Tailrace is not installed on acme/elsewhere',
  });
  expect(unreachable.comment).toContain(
    `[install the app](${scenario.forge.url}/apps/tailrace/installations/new)`,
  );
  expect(unreachable.comment).toContain('**The manifests move:**');

  await model.push('feature', goesTo('acme/gitops', 'live'));
  const missing = await model.told(number);
  expect(missing.check).toMatchObject({ conclusion: 'failure', title: 'acme/gitops has no branch live' });
  expect(missing.comment).toContain('git push -u origin live');
  const merged = await model.merge(number);
  const [, refused] = model.view.comments(number);
  expect(refused?.body).toContain('### ❌ Not deployed to sandbox: acme/gitops has no branch live');

  await scenario.dana.pushRef('acme/gitops', 'refs/remotes/origin/main:refs/heads/live');
  const [check] = await model.view.checkRuns(merged);
  await scenario.dana.rerequest(model.repository, check?.id ?? 0);
  await scenario.settled();
  expect(await model.view.checkRuns(merged)).toMatchObject([{ conclusion: 'success' }]);
  expect(await gitops.files('live')).toContain('sandbox/lost/10-deployment.yaml');
});

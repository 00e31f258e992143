import { afterAll, beforeAll, expect, test } from 'vitest';
import { addModel, type ModelRepository } from '../support/model-repository.ts';
import { heard, say, shown } from '../support/said.ts';
import { type Scenario, startScenario } from '../support/scenario.ts';
import { onEngine, ranNotebook, storedRuns } from '../support/stored-runs.ts';

let scenario: Scenario;
beforeAll(async () => {
  scenario = await startScenario();
});
afterAll(() => scenario?.stop());

const patient = { timeout: 60_000, interval: 100 };

const runsOf = async (head: string) =>
  (await storedRuns(scenario.settings.dataFolder)).filter((run) => run.head === head);

const notebookRuns = async (head: string) => (await runsOf(head)).filter(ranNotebook).length;

const untilNotebookRuns = (head: string) =>
  expect
    .poll(async () => onEngine(await runsOf(head)), patient)
    .toContainEqual(expect.stringMatching(/notebook running$/));

const headOf = (model: ModelRepository, number: number) => model.view.pullRequest(number).head.sha;

test('an override lets this very head pass one gate: in the comment, in the title, in the evidence, and for no newer head', async () => {
  const model = await addModel(scenario, 'overridden', {
    ...{ environments: '  - name: sandbox\n  - name: qa', gate: '{metric: rate, max: 0.1}' },
  });
  const number = await model.propose('feature', model.changed({ greeting: 'first' }));
  const asked = (text: string, login = 'dana') => say(scenario, model, number, login, text);
  expect((await shown(model, number)).check).toMatchObject({ conclusion: 'failure' });
  expect((await asked('/tailrace override rte because I say so')).reply).toContain(
    '**sandbox** has no gate <code>rte</code>. Did you mean <code>rate</code>?',
  );
  const because = '/tailrace override rate because the labels of May are late';
  scenario.forge.grant('rita', model.repository, 'triage');
  expect((await asked(because, 'rita')).reply).toContain('rita has the role triage here.');

  expect((await asked(because)).reactions).toEqual(['eyes', 'rocket']);
  const first = headOf(model, number);
  const passed = await shown(model, number);
  expect(passed.check).toMatchObject({
    ...{ conclusion: 'success', title: 'rate 0.25, 0 of 1 gate, 1 overridden by dana' },
  });
  expect(passed.comment).toMatch(
    /🔓 \*\*rate\*\* fails, and \[dana\]\(http\S+\) let it pass: the labels of May/,
  );
  expect(await notebookRuns(first)).toBe(1);
  expect((await asked(because)).reply).toContain('or somebody overrode it before');

  await model.push('feature', { 'model.txt': 'a newer model' });
  expect((await shown(model, number)).check).toMatchObject({ conclusion: 'failure' });
  await asked(because);
  const overridden = headOf(model, number);
  const release = await model.merge(number);
  expect((await shown(model, number)).comment).toContain('### 🚀 churn is deployed to sandbox');
  const evidence = `releases/${release}/sandbox/1/overrides.json`;
  expect(JSON.parse(await model.view.file('tailrace/evidence', evidence))).toMatchObject([
    { gate: 'rate', by: 'dana', why: 'the labels of May are late', head: overridden },
  ]);
  const promotion = model.promotionInto('qa')?.number ?? 0;
  expect((await model.told(promotion)).check).toMatchObject({ conclusion: 'failure' });
});

test('a test that somebody cancels ends with its container, and stays so until somebody wants it again', async () => {
  const { dana, settled } = scenario;
  const model = await addModel(scenario, 'cancelled', { environments: '  - name: sandbox' });
  const { repository } = model;
  const asked = (text: string) => say(scenario, model, number, 'dana', text);
  const files = model.changed({ cells: ['import time; time.sleep(120)'] });
  const head = await dana.push({ repository, branch: 'feature', from: 'sandbox', files });
  const number = await dana.openPullRequest({ repository, head: 'feature', base: 'sandbox', title: 'Try' });
  await untilNotebookRuns(head);
  const again = await dana.comment(repository, number, '/tailrace retry');
  await expect.poll(() => heard(model, number, again).reactions, patient).toEqual(['eyes', 'confused']);
  expect(heard(model, number, again).reply).toContain('is under way');

  expect((await asked('/tailrace cancel')).reactions).toEqual(['eyes', 'rocket']);
  const { check, comment } = await shown(model, number);
  expect(check).toMatchObject({ conclusion: 'cancelled', title: 'cancelled by dana' });
  expect(comment).toContain("### ⏹️ churn's test for sandbox was cancelled by dana");
  expect(comment).toContain('`/tailrace retry` in a comment runs it again');
  await expect
    .poll(async () => onEngine(await runsOf(head)), patient)
    .not.toContainEqual(expect.stringContaining('notebook'));
  await scenario.reconcile();
  await settled();
  expect(await notebookRuns(head)).toBe(1);
  expect((await asked('/tailrace cancel')).reply).toContain('No test of this pull request runs or waits');

  await dana.comment(repository, number, '/tailrace retry');
  await untilNotebookRuns(head);
  await model.push('feature', model.changed({ greeting: 'quick' }));
  heard(model, number, 0);
  expect((await shown(model, number)).check).toMatchObject({ conclusion: 'success' });
});

test('a retry runs the notebook again in the image that is there, or builds the one that is not without the cache', async () => {
  const model = await addModel(scenario, 'retried', { environments: '  - name: sandbox' });
  const number = await model.propose('feature', model.changed({ greeting: 'first' }));
  const asked = (text: string) => say(scenario, model, number, 'dana', text);
  const head = headOf(model, number);
  const refused = await asked('/tailrace retry build');
  expect(refused.reply).toMatch(/The image of `\w{7}` is built and kept: `sha256:\w{64}` is what runs/);
  expect(await notebookRuns(head)).toBe(1);
  expect((await asked('/tailrace retry notebook')).reply).toContain('its image is there and stays');
  expect(await notebookRuns(head)).toBe(2);
  expect(await model.tags()).toHaveLength(1);

  const dockerfile = `FROM ${model.base.papermillImage}\nRUN cat /proc/sys/kernel/random/uuid\nRUN exit 3\n`;
  await model.push('feature', { Dockerfile: dockerfile });
  const built = async () => /\w{8}-\w{4}-\w{4}-\w{4}-\w{12}/.exec((await shown(model, number)).comment)?.[0];
  const first = await built();
  expect((await asked('/tailrace retry')).reply).toContain('with what the build cache has');
  expect(await built()).toBeUndefined();
  expect((await asked('/tailrace retry build')).reply).toContain('without the build cache');
  expect(await built()).toBeDefined();
  expect(await built()).not.toBe(first);
});

test('an experiment runs the test with other parameters beside the head’s own result, and touches no check and no evidence', async () => {
  const model = await addModel(scenario, 'tried', {
    environments: '  - name: sandbox',
    metrics: '"doubled": threshold * 2',
  });
  const number = await model.propose('feature', model.changed({ greeting: 'first' }));
  const asked = (text: string) => say(scenario, model, number, 'dana', text);
  const before = await shown(model, number);
  const experiments = () =>
    model.view.comments(number).filter(({ body }) => body.startsWith('<!-- tailrace:experiment:'));

  expect((await asked('/tailrace run threshold=0.25')).reply).toContain('🚀 The experiment on');
  const [done, ...others] = experiments();
  expect(others).toEqual([]);
  expect(done?.body).toContain('### 🧪 Experiment: <code>threshold=0.25</code>');
  expect(done?.body).toContain('| doubled | 0.5 | 1 | −0.5 |');
  expect(done?.body).toContain('experiments/');
  await asked('/tailrace run treshold=0.25');
  expect(experiments().at(-1)?.body).toContain('did you mean <code>threshold</code>?');
  expect(await shown(model, number)).toEqual(before);
  expect(await model.tags()).toHaveLength(1);

  // What an experiment measured is not taken for the test of a head with the same parameters.
  await model.push('feature', model.changed({ greeting: 'first', parameters: '{threshold: 0.25}' }));
  const head = headOf(model, number);
  expect((await shown(model, number)).check).toMatchObject({ headSha: head, conclusion: 'success' });
  expect(await notebookRuns(head)).toBe(1);
});

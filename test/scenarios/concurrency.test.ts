import { afterAll, beforeAll, expect, test } from 'vitest';
import { addModel } from '../support/model-repository.ts';
import { type Scenario, startScenario } from '../support/scenario.ts';
import { onEngine, ranNotebook, storedRuns } from '../support/stored-runs.ts';

let scenario: Scenario;
beforeAll(async () => {
  scenario = await startScenario();
});
afterAll(() => scenario?.stop());

const notebook = 'notebooks/evaluate.ipynb';
const patient = { timeout: 60_000, interval: 100 };

/** The runs about this head, with the steps that each began. */
const runsOf = async (head: string) =>
  (await storedRuns(scenario.settings.dataFolder)).filter((run) => run.head === head);

/** Resolves when the notebook's container of this head runs. */
const untilNotebookRuns = (head: string) =>
  expect
    .poll(async () => onEngine(await runsOf(head)), patient)
    .toContainEqual(expect.stringMatching(/notebook running$/));

test('two pull requests at once are both tested: one check and one comment each', async () => {
  const { dana, settled } = scenario;
  const model = await addModel(scenario, 'pair');
  const { repository } = model;
  const numbers = await Promise.all(
    ['left', 'right'].map(async (head) => {
      const files = { [notebook]: model.changed({ greeting: head })[notebook] ?? '' };
      await dana.push({ repository, branch: head, from: 'sandbox', files });
      return dana.openPullRequest({ repository, head, base: 'sandbox', title: `Try ${head}` });
    }),
  );
  await settled();

  for (const number of numbers) {
    const { check, comment } = await model.told(number);
    expect(check).toMatchObject({ name: 'tailrace/sandbox', conclusion: 'success' });
    expect(comment).toContain('### ✅ churn passed its test for sandbox');
    const { sha } = model.view.pullRequest(number).head;
    expect((await runsOf(sha)).filter(ranNotebook)).toMatchObject([{ status: 'done' }]);
    expect(await model.view.everyCheckRun(sha)).toHaveLength(1);
  }
  expect(await model.tags()).toHaveLength(2);
});

test('a newer head ends the run of the older one, whose check says so and is not green', async () => {
  const { dana, settled } = scenario;
  const model = await addModel(scenario, 'newer');
  const { repository, view } = model;
  const slow = model.changed({ cells: ['import time; time.sleep(120)'] });
  const older = await dana.push({ repository, branch: 'feature', from: 'sandbox', files: slow });
  const number = await dana.openPullRequest({ repository, head: 'feature', base: 'sandbox', title: 'Try' });
  await untilNotebookRuns(older);
  const newer = await dana.push({
    repository,
    branch: 'feature',
    files: model.changed({ greeting: 'quick' }),
  });
  await settled();

  expect(await runsOf(older)).toMatchObject([{ status: 'superseded' }]);
  await expect
    .poll(async () => onEngine(await runsOf(older)), patient)
    .not.toContainEqual(expect.stringContaining('notebook'));
  await scenario.reconcile();
  expect(await onEngine(await runsOf(older))).toEqual([]);
  expect(await view.everyCheckRun(older)).toMatchObject([
    { status: 'completed', conclusion: 'cancelled', title: `superseded by ${newer.slice(0, 7)}` },
  ]);
  const { check, comment } = await model.told(number);
  expect(check).toMatchObject({ headSha: newer, conclusion: 'success' });
  expect(comment).toContain('### ✅ churn passed its test for sandbox');
  expect(comment).toContain(`/pulls/${number}/${newer}/`);
  expect(comment).not.toContain(older);
  expect(await view.files('tailrace/runs')).not.toContainEqual(expect.stringContaining(older));
});

test('a head that comes back after a newer one is looked at again', async () => {
  const { dana, settled } = scenario;
  const model = await addModel(scenario, 'back');
  const { repository } = model;
  const number = await model.propose('feature', model.changed({ greeting: 'first' }));
  const first = model.view.pullRequest(number).head.sha;
  const slow = model.changed({ cells: ['import time; time.sleep(120)'] });
  const second = await dana.push({ repository, branch: 'feature', files: slow });
  await untilNotebookRuns(second);
  await dana.pushRef(repository, `+${first}:refs/heads/feature`);
  await settled();

  const { check, comment } = await model.told(number);
  expect(check).toMatchObject({ headSha: first, conclusion: 'success' });
  expect(comment).toContain('### ✅ churn passed its test for sandbox');
  expect(comment).not.toContain(second);
  expect(await model.view.checkRuns(second)).toMatchObject([{ conclusion: 'cancelled' }]);
  expect((await runsOf(first)).filter(ranNotebook)).toHaveLength(1);
});

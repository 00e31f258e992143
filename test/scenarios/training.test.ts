import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeVolume } from '../support/docker-volume.ts';
import { addModel } from '../support/model-repository.ts';
import { type Scenario, startScenario } from '../support/scenario.ts';
import { notebook } from '../support/small-model.ts';
import { storedRuns } from '../support/stored-runs.ts';

const policyFor = (volume: string) => `rules:
  - name: models
    repositories: ["acme/*"]
    secrets: [WAREHOUSE_PASSWORD]
    volumes: {churn-history: ${volume}}
`;

let volume: Awaited<ReturnType<typeof makeVolume>>;
let scenario: Scenario;
beforeAll(async () => {
  volume = await makeVolume('echo january > month.txt');
  const operator = { policy: policyFor(volume.name), secrets: { WAREHOUSE_PASSWORD: 'geheimnis-4711' } };
  scenario = await startScenario({}, { operator });
});
afterAll(async () => {
  await scenario?.stop();
  await volume?.remove();
});

const environments = `  - {name: sandbox, datasets: {history: {volume: churn-history}}}
  - {name: prod, datasets: {history: {path: data/customers.csv}}}`;

const weights = 'open("model/weights.txt", "w").write(f"{month} {trees}")';
const reads = 'import os\nmonth = open(os.environ["TAILRACE_DATASET_HISTORY"] + "/month.txt").read().strip()';

/** A training notebook whose last cell is this. */
const trainingWith = (last: string) => ({
  'notebooks/train.ipynb': notebook([
    { source: 'trees = 1', tags: ['parameters'] },
    { source: `${reads}\nos.makedirs("model", exist_ok=True)\nprint(os.environ["WAREHOUSE_PASSWORD"])` },
    { source: last },
  ]),
});

/** How often the notebooks of this repository were trained. */
async function trainings(repository: string): Promise<number> {
  const runs = await storedRuns(scenario.settings.dataFolder);
  const own = runs.filter(({ key }) => key.includes(repository));
  return own.filter(({ steps }) => 'training' in steps).length;
}

test('a model is trained once, lies in the last layer of the image, and is promoted without being trained again', async () => {
  const model = await addModel(
    scenario,
    'trained',
    {
      environments,
      notebook: 'secrets: [WAREHOUSE_PASSWORD]',
      settings:
        'train: {path: notebooks/train.ipynb, parameters: {trees: 200}, artifacts: [model/weights.txt]}',
      cells: ['assert open("model/weights.txt").read() == "january 200"'],
    },
    trainingWith('raise ValueError("no data")'),
  );
  const number = await model.propose('feature', { 'notes.txt': 'one' });
  const raised = await model.told(number);
  expect(raised.check).toMatchObject({ conclusion: 'failure' });
  expect(raised.check?.title).toMatch(/^churn failed its training for sandbox: Cell 3 raised/);
  // The test notebook, whose cells have the same numbers, is not to blame.
  expect(raised.check?.annotations).toEqual([]);
  expect(raised.comment).toContain('**Training: Cell 3 raised');
  expect(raised.comment).toContain('/training/notebook.ipynb');
  expect(raised.comment).toContain('/training/logs/notebook.log');

  await model.push('feature', trainingWith('print("nothing is written")'));
  const missing = await model.told(number);
  expect(missing.check?.title).toBe(
    'churn failed its training for sandbox: The training notebook did not write model/weights.txt',
  );
  expect(await model.tags()).toEqual([]);

  await model.push('feature', trainingWith(weights));
  const passed = await model.told(number);
  expect(passed.check).toMatchObject({ conclusion: 'success' });
  expect(passed.comment).toContain('the image holds its <code>model/weights.txt</code>');
  expect(await model.tags()).toEqual([expect.stringMatching(/^tree-[0-9a-f]{40}-[0-9a-f]{8}$/)]);
  const runs = await model.view.files('tailrace/runs');
  expect(runs.filter((path) => path.endsWith('/training/notebook.ipynb'))).toHaveLength(3);

  await model.merge(number);
  expect((await model.told(number)).comment).toContain('### 🚀 churn is deployed to sandbox');
  expect(await trainings('acme/trained')).toBe(3);
  const evidence = await model.view.files('tailrace/evidence');
  const log = evidence.find((path) => path.endsWith('/training/logs/notebook.log'));
  expect(log).toMatch(/^releases\/[0-9a-f]{40}\/sandbox\/1\/training\/logs\/notebook\.log$/);
  const kept = await Promise.all(evidence.map((path) => model.view.file('tailrace/evidence', path)));
  expect(kept.join('\n')).toContain('***');
  expect(kept.join('\n')).not.toContain('geheimnis');

  await volume.change('echo february > month.txt');
  const promotion = model.promotionInto('prod')?.number ?? 0;
  expect((await model.told(promotion)).check).toMatchObject({ conclusion: 'success' });
  await model.merge(promotion);
  expect((await model.told(promotion)).comment).toContain('### 🚀 churn is deployed to prod');
  expect(await trainings('acme/trained')).toBe(3);
});

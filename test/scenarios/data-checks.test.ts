import { afterAll, beforeAll, expect, test } from 'vitest';
import { addModel } from '../support/model-repository.ts';
import { type Scenario, startScenario } from '../support/scenario.ts';
import { storedRuns } from '../support/stored-runs.ts';

let scenario: Scenario;
beforeAll(async () => {
  scenario = await startScenario();
});
afterAll(() => scenario?.stop());

const settings = `data_checks:
  customers:
    rows: {min: 50, max: 1000}
    unique: [[customer_id]]
    columns:
      churned: {type: integer, min: 0, max: 1, max_nulls: 0%, drift: {max: 0.2}}
      region: {allowed: [north, south], warn_only: true}`;

/** Customers of whom every nth left. */
const customersOf = (nth: number, more = '') =>
  `customer_id,churned,region\n${Array.from({ length: 100 }, (_, index) => `${index},${index % nth === 0 ? 1 : 0},north`).join('\n')}\n${more}`;

async function checksRun(head: string): Promise<string[]> {
  const runs = (await storedRuns(scenario.settings.dataFolder)).filter((run) => run.head === head);
  return runs.flatMap(({ steps }) => Object.keys(steps)).filter((step) => step.startsWith('data check'));
}

test('data is checked beside the notebook, profiled into the evidence, and compared with what was released', async () => {
  const before = { 'data/customers.csv': customersOf(4) };
  const model = await addModel(
    scenario,
    'checked',
    { settings, environments: '  - name: sandbox\n  - name: prod' },
    before,
  );
  const first = await model.propose('first', { 'model.txt': 'first' });
  const begun = await model.told(first);
  expect(begun.check).toMatchObject({
    conclusion: 'success',
    title: 'rate 0.25, 1 of 1 gate, 7 of 7 data checks',
  });
  expect(begun.comment).toMatch(
    /\| customers · churned +\| drift ≤ 0\\.2 +\| no released profile to compare with yet \| ✅ holds \|/,
  );
  const merged = await model.merge(first);
  expect((await model.told(first)).comment).toContain('### 🚀 churn is deployed to sandbox');
  const evidence = (await model.view.files('tailrace/evidence')).find((path) =>
    path.endsWith('/1/data/customers.json'),
  );
  const kept = JSON.parse(await model.view.file('tailrace/evidence', evidence ?? ''));
  expect(kept.profile).toMatchObject({ rows: 100, columns: 3 });
  expect(kept.profile.profiled[0]).toMatchObject({ name: 'customer_id', nulls: 0, distinct: 100 });

  expect(await checksRun(model.view.pullRequest(first).head.sha)).toHaveLength(1);
  expect(await checksRun(merged)).toEqual([]);

  const promotion = model.promotionInto('prod')?.number ?? 0;
  expect((await model.told(promotion)).check?.title).toContain('7 of 7 data checks');
  expect(await checksRun(model.view.pullRequest(promotion).head.sha)).toEqual([]);

  const bad = customersOf(4, '7,,east\n7,2,north\n8,many,north\n');
  const wrong = await model.propose('wrong', { 'data/customers.csv': bad });
  const refused = await model.told(wrong);
  expect(refused.check).toMatchObject({ conclusion: 'failure' });
  const rows = refused.comment.split('\n').filter((line) => line.startsWith('| customers'));
  expect(rows.map((row) => row.replaceAll(/ +/g, ' '))).toEqual([
    '| customers · customer\\_id | no two rows the same | 3 rows repeated | ❌ fails |',
    '| customers · churned | whole numbers | 1 row not so | ❌ fails |',
    '| customers · churned | 0 … 1 | 2 rows not so (0 … 2) | ❌ fails |',
    '| customers · churned | none missing | 0.971% missing | ❌ fails |',
    '| customers · region | one of north, south | 1 row not so | ⚠️ warns |',
    '| customers | 50 … 1,000 rows | 103 rows | ✅ holds |',
    '| customers · churned | drift ≤ 0\\.2 | 0.147 | ✅ holds |',
  ]);

  const weaker = settings.replace('max: 0.2}', 'max: 9}').replace('min: 50', 'min: 5');
  const drifted = { ...model.changed({ settings: weaker }), 'data/customers.csv': customersOf(2) };
  await model.push('wrong', drifted);
  const moved = await model.told(wrong);
  expect(moved.check?.title).toBe('churn misses the data check for sandbox: customers.churned');
  expect(moved.comment).toContain('population stability index against the data of release `');
  expect(moved.comment).toMatch(/\| drift ≤ 0\\.2 +\| 0\.275 +\| ❌ fails \|/);

  await model.push('wrong', { 'data/customers.csv': 'PAR1' });
  const unreadable = await model.told(wrong);
  expect(unreadable.comment).toContain(
    "**The dataset customers was not checked: it can't be read as CSV or Parquet.**",
  );
});

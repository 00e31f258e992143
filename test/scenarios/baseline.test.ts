import { afterAll, beforeAll, expect, test } from 'vitest';
import { addModel } from '../support/model-repository.ts';
import { type Scenario, startScenario } from '../support/scenario.ts';

let scenario: Scenario;
beforeAll(async () => {
  scenario = await startScenario();
});
afterAll(() => scenario?.stop());

/** Every second customer left: the model's rate is 0.5 on these, and 0.25 on those before. */
/** What a notebook shows: a pixel under a heading's place, a table, a progress bar. */
const shows = [
  'from IPython.display import display, HTML',
  'pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="',
  'display({"image/png": pixel}, raw=True, metadata={"image/png": {"alt": "one pixel"}})',
  'display(HTML("<table><tr><th>name</th><th>left</th></tr><tr><td>all</td><td>25</td></tr></table>"))',
  'print("1/2\\r2/2")',
].join('\n');

const worseTimes = `customer_id,churned\n${Array.from({ length: 100 }, (_, index) => `${index},${index % 2}`).join('\n')}\n`;

test('a metric is judged against what runs now, on the same data', async () => {
  const model = await addModel(scenario, 'baseline', {
    gate: '{metric: rate, max_regression: 10%}',
    settings: 'metrics: {rate: {label: Churn, better: lower}}',
    environments: '  - name: sandbox',
  });
  const first = await model.propose('first', model.changed({ cells: ['assert len(rows) == 100', shows] }));
  const begun = await model.told(first);
  expect(begun.check).toMatchObject({ conclusion: 'success', title: 'Churn 0.25, 1 of 1 gate' });
  expect(begun.comment).toContain('✅ holds: nothing runs there yet to compare with');
  expect(begun.comment).not.toContain('In the notebook');
  await model.merge(first);

  const worse = await model.propose(
    'worse',
    model.changed({
      metrics: '"rate": 0.4',
      parameters: '{threshold: 0.6}',
      cells: ['assert len(rows) == 100', shows],
    }),
  );
  const refused = await model.told(worse);
  expect(refused.check).toMatchObject({
    conclusion: 'failure',
    title: 'churn misses the gate for sandbox: Churn',
  });
  expect(refused.comment).toMatch(
    /\| Churn \| +0\.4 \| +0\.25 \| +\+0\.15 \| at most 10% worse \| ❌ fails: 60% worse \|/,
  );

  expect(refused.comment).toContain(':** 1 parameter · 1 cell edited\n');
  expect(refused.comment).toContain('<code>threshold</code>: <code>0.5</code> → <code>0.6</code>');
  expect(refused.comment).toMatch(/\n\+json\.dump\(.*"rate": 0\.4/);

  const run = `pulls/${worse}/${model.view.pullRequest(worse).head.sha}/sandbox/1`;
  expect(refused.comment).toMatch(
    new RegExp(
      `<br><a href="\\S+"><img src="\\S+/blob/[0-9a-f]{40}/${run}/plots/cell-\\d-1.png\\?raw=true" alt="This run: one pixel" width="1"></a> ` +
        '<a href="\\S+"><img src="\\S+/blob/[0-9a-f]{40}/releases/[0-9a-f]{40}/sandbox/1/plots/',
    ),
  );
  expect(refused.comment).toMatch(/\| name \| left \|\n\| :-+ \| -+: \|\n\| all \| 25 \|/);
  expect(refused.comment).toMatch(/── cell \d ──\n2\/2<\/pre>/);
  expect(refused.comment).toMatch(new RegExp(`\\[Full report\\]\\(\\S+/${run}/report\\.md\\)`));
  const report = await model.view.file('tailrace/runs', `${run}/report.md`);
  expect(report).toContain('# ✅ The test of churn for sandbox ran to its end');
  expect(report).toMatch(/<img src="plots\/cell-\d-1\.png" alt="one pixel"/);

  const other = await model.propose('other-data', { 'data/customers.csv': worseTimes });
  const compared = await model.told(other);
  expect(compared.check).toMatchObject({ conclusion: 'success', title: 'Churn 0.5, 1 of 1 gate' });
  expect(compared.comment).toMatch(/\| Churn \| +0\.5 \| +0\.5 \| +0 \| at most 10% worse \| ✅ holds \|/);
  expect(compared.comment).toContain('; its image was run on the data of this run for that.');
  const folder = `pulls/${other}/${model.view.pullRequest(other).head.sha}/sandbox/1`;
  const kept = await model.view.file('tailrace/runs', `${folder}/running-release/metrics.json`);
  expect(JSON.parse(kept ?? '')).toMatchObject({ rate: 0.5 });

  const few = 'customer_id,churned\n1,0\n2,1\n';
  const smaller = await model.propose('few', {
    ...model.changed({ cells: ['print("x" * 25_000_000)'] }),
    'data/customers.csv': few,
  });
  const alone = await model.told(smaller);
  expect(alone.check).toMatchObject({ conclusion: 'failure' });
  expect(alone.comment).toMatch(/\| +0\.25 \| other data \| at most 10% worse \| ❌ fails: other data: /);
  expect(alone.comment).toContain("It can't be measured on this data: Cell 5 raised AssertionError.");

  expect(alone.comment).toContain('The notebook that is kept lacks its largest output (24 MiB)');
  const own = `pulls/${smaller}/${model.view.pullRequest(smaller).head.sha}/sandbox/1`;
  const notebook = await model.view.file('tailrace/runs', `${own}/notebook.ipynb`);
  expect(notebook?.length).toBeLessThan(100_000);
  expect(notebook).toContain('An output of 24 MiB was cut here by Tailrace');

  const runs = await model.view.head('tailrace/runs');
  await model.merge(other);
  expect((await model.told(other)).comment).toContain('### 🚀 churn is deployed to sandbox');
  expect(await model.view.head('tailrace/runs')).toBe(runs);
});

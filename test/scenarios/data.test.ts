import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DataServer, startDataServer } from '../support/data-server/data-server.ts';
import { addModel } from '../support/model-repository.ts';
import { type Scenario, startScenario } from '../support/scenario.ts';
import { customers } from '../support/small-model.ts';
import { storedRuns } from '../support/stored-runs.ts';

const policy = `rules:
  - name: models
    repositories: ["acme/*"]
    data: {private_addresses: [localhost]}
`;

let server: DataServer;
let scenario: Scenario;
beforeAll(async () => {
  server = await startDataServer();
  scenario = await startScenario({}, { operator: { policy }, web: { ca: server.certificate, retryMs: 1 } });
});
afterAll(async () => {
  await scenario?.stop();
  await server?.close();
});

const sha256 = (content: string) => createHash('sha256').update(content).digest('hex');

/** One environment, whose dataset `customers` comes from there. */
const sandbox = (source: string) => ({
  environments: `  - {name: sandbox, datasets: {customers: {${source}}}}`,
});

/** The runs about a pull request's head began these steps. */
async function stepsOf(head: string): Promise<string[]> {
  const runs = (await storedRuns(scenario.settings.dataFolder)).filter((run) => run.head === head);
  return [...new Set(runs.flatMap(({ steps }) => Object.keys(steps)))];
}

test('a dataset by https is fetched, checked before anything is built, and kept', async () => {
  const url = server.url('/customers.csv?key=4711');
  server.put('/customers.csv?key=4711', customers);
  const model = await addModel(scenario, 'by-https');
  const wrong = model.changed(sandbox(`url: "${url}", sha256: "${sha256('something else')}"`));
  const number = await model.propose('feature', wrong);
  const { check, comment } = await model.told(number);
  expect(check).toMatchObject({ conclusion: 'failure' });
  expect(check?.title).toBe('the dataset customers is not what .tailrace.yml says');
  expect(comment).toContain(`write \`sha256: ${sha256(customers)}\` and push`);
  expect(await stepsOf(model.view.pullRequest(number).head.sha)).toEqual(['pin']);
  await model.expectUntouched();

  server.next('/customers.csv?key=4711', { status: 503 });
  const right = model.changed(sandbox(`url: "${url}", sha256: "${sha256(customers)}"`));
  await model.push('feature', right);
  const passed = await model.told(number);
  expect(passed.check).toMatchObject({ conclusion: 'success', title: 'rate 0.25, 1 of 1 gate holds' });
  expect(passed.comment).not.toContain('4711');
  const asked = server.requests.length;

  await model.merge(number);
  expect((await model.told(number)).comment).toContain('### 🚀 churn is deployed to sandbox');
  expect(server.requests).toHaveLength(asked);
  const [record] = (await model.view.files('tailrace/evidence')).filter((path) =>
    path.endsWith('record.json'),
  );
  const { datasets } = JSON.parse(await model.view.file('tailrace/evidence', record ?? ''));
  const bytes = customers.length;
  expect(datasets).toEqual([
    { name: 'customers', url: server.url('/customers.csv'), sha256: sha256(customers), bytes },
  ]);
});

test('a folder of the repository is a dataset, and is told by the hash of its whole content', async () => {
  const cells = [
    'folder = os.environ["TAILRACE_DATASET_PARTS"]',
    'assert folder == "/app/data/parts" and sorted(os.listdir(folder)) == ["2025", "2026.csv"]',
    'assert open(f"{folder}/2025/a.csv").read() == "one"',
  ];
  const environments = '  - {name: sandbox, datasets: {parts: {path: data/parts}}}';
  const model = await addModel(scenario, 'folder', { environments, cells });
  const number = await model.propose('feature', {
    'data/parts/2025/a.csv': 'one',
    'data/parts/2026.csv': 'two',
  });
  const { check, comment } = await model.told(number);
  expect(check).toMatchObject({ conclusion: 'success' });
  const lines = `${sha256('one')}  2025/a.csv\0${sha256('two')}  2026.csv\0`;
  expect(comment).toContain(`<code>data/parts</code> · SHA-256 \`${sha256(lines).slice(0, 12)}…\``);
});

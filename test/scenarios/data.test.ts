import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DataServer, startDataServer } from '../support/data-server/data-server.ts';
import { makeVolume } from '../support/docker-volume.ts';
import { lfsPointer } from '../support/forge/lfs.ts';
import { addModel, type ModelRepository } from '../support/model-repository.ts';
import { type Scenario, startScenario } from '../support/scenario.ts';
import { customers } from '../support/small-model.ts';
import { storedRuns } from '../support/stored-runs.ts';

const policyFor = (volume: string) => `rules:
  - name: models
    repositories: ["acme/*"]
    data: {private_addresses: [localhost]}
    volumes: {churn-history: ${volume}}
`;

let volume: Awaited<ReturnType<typeof makeVolume>>;
let server: DataServer;
let scenario: Scenario;
beforeAll(async () => {
  server = await startDataServer();
  volume = await makeVolume('mkdir 2026; echo january > 2026/january.csv');
  const policy = policyFor(volume.name);
  scenario = await startScenario({}, { operator: { policy }, web: { ca: server.certificate, retryMs: 1 } });
});
afterAll(async () => {
  await scenario?.stop();
  await server?.close();
  await volume?.remove();
});

const sha256 = (content: string) => createHash('sha256').update(content).digest('hex');

/** The runs about a pull request's head began these steps. */
async function stepsOf(head: string): Promise<string[]> {
  const runs = (await storedRuns(scenario.settings.dataFolder)).filter((run) => run.head === head);
  return [...new Set(runs.flatMap(({ steps }) => Object.keys(steps)))];
}

/** What a run left as evidence of its data. */
async function datasetsOf({ view }: ModelRepository, environment: string): Promise<unknown> {
  const files = await view.files('tailrace/evidence');
  const record = files.find((path) => path.includes(`/${environment}/`) && path.endsWith('/record.json'));
  return JSON.parse(await view.file('tailrace/evidence', record ?? '')).datasets;
}

/** Reads the history, be it a file or a folder, and a folder of the repository. */
const cells = [
  'assert open("model.txt").read() == "weights"',
  'history = os.environ["TAILRACE_DATASET_HISTORY"]',
  'print(open(history if os.path.isfile(history) else f"{history}/2026/january.csv").read())',
  'parts = os.environ["TAILRACE_DATASET_PARTS"]',
  'assert parts == "/app/data/parts" and sorted(os.listdir(parts)) == ["2025", "2026.csv"]',
  'assert open(f"{parts}/2025/a.csv").read() == "one"',
];
const parts = { 'data/parts/2025/a.csv': 'one', 'data/parts/2026.csv': 'two' };

/** Two environments whose history comes from elsewhere. */
const environmentsFor = (
  url: string,
  hash: string,
) => `  - {name: sandbox, datasets: {parts: {path: data/parts}, history: {url: "${url}", sha256: "${hash}"}}}
  - {name: prod, datasets: {parts: {path: data/parts}, history: {volume: churn-history}}}`;

test('datasets lie in the repository, in Git LFS, on the web or in a volume; what is not what was declared stops it before anything is built', async () => {
  const url = server.url('/history.csv.txt?key=4711');
  server.put('/history.csv.txt?key=4711', 'january');
  const environments = '  - name: sandbox\n  - name: prod';
  const model = await addModel(scenario, 'history', { cells, environments }, parts);
  const wrong = model.changed({ environments: environmentsFor(url, sha256('february')) });
  const number = await model.propose('feature', wrong);
  const { check, comment } = await model.told(number);
  expect(check).toMatchObject({ conclusion: 'failure' });
  expect(check?.title).toBe('the dataset history is not what .tailrace.yml says');
  expect(comment).toContain(`write \`sha256: ${sha256('january')}\` and push`);
  expect(await stepsOf(model.view.pullRequest(number).head.sha)).toEqual(['pin']);
  await model.expectUntouched();

  server.next('/history.csv.txt?key=4711', { status: 503 });
  const right = model.changed({ environments: environmentsFor(url, sha256('january')) });
  await model.push('feature', { ...right, 'model.txt': lfsPointer('weights') });
  const absent = await model.told(number);
  expect(absent.check?.title).toBe('the forge has no Git LFS content for model.txt');
  expect(absent.comment).toContain('git lfs push --all origin');
  await model.expectUntouched();

  const rows = scenario.forge.putLfs(model.repository, customers);
  scenario.forge.putLfs(model.repository, 'weights');
  await model.push('feature', { 'data/customers.csv': rows });
  const passed = await model.told(number);
  expect(passed.check).toMatchObject({ conclusion: 'success', title: 'rate 0.25, 1 of 1 gate' });
  expect(passed.comment).not.toContain('4711');
  const asked = server.requests.length;

  await model.merge(number);
  expect((await model.told(number)).comment).toContain('### 🚀 churn is deployed to sandbox');
  expect(server.requests).toHaveLength(asked);
  const folder = sha256(`${sha256('one')}  2025/a.csv\0${sha256('two')}  2026.csv\0`);
  expect(await datasetsOf(model, 'sandbox')).toMatchObject([
    { name: 'customers', path: 'data/customers.csv', sha256: sha256(customers), bytes: customers.length },
    { name: 'history', url: server.url('/history.csv.txt'), sha256: sha256('january'), bytes: 7 },
    { name: 'parts', path: 'data/parts', sha256: folder, bytes: 6 },
  ]);

  const promotion = await model.told(model.promotionInto('prod')?.number ?? 0);
  expect(promotion.check).toMatchObject({ conclusion: 'success' });
  const content = sha256(`${sha256('january\n')}  2026/january.csv\0`);
  const told = `<code>volume churn-history</code> · SHA-256 \`${content.slice(0, 12)}…\``;
  expect(promotion.comment).toContain(told);
});

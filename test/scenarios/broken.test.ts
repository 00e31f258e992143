import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type BrokenExample, brokenExamples } from '../../demo/broken-examples.ts';
import { actFromOutside, operator, startChangingData } from '../../demo/outside.ts';
import { papermillImage } from '../support/papermill-image.ts';
import { type Scenario, startScenario } from '../support/scenario.ts';

let data: Awaited<ReturnType<typeof startChangingData>>;
let scenario: Scenario;
let examples: readonly BrokenExample[];
beforeAll(async () => {
  data = await startChangingData();
  scenario = await startScenario({}, { settings: { operator }, web: { ca: data.ca } });
  const { host, path } = scenario.registry;
  examples = await brokenExamples({
    baseImage: await papermillImage(),
    imageRepository: (name) => `${host}/${path(`acme/${name}`)}`,
    dataHome: data.home,
  });
});
afterAll(async () => {
  await scenario?.stop();
  await data?.close();
});

function exampleOf(name: string): BrokenExample {
  const example = examples.find((each) => each.name === name);
  if (!example) throw new Error(`There is no examples/broken/${name}.`);
  return example;
}

/** Opens a pull request that brings the example, lets happen to it what has to, and gives the one comment, and the check of the first head. */
async function tellOf(name: string, signal: AbortSignal) {
  const { forge, dana, settled } = scenario;
  const example = exampleOf(name);
  const repository = `acme/${name}`;
  const view = await forge.createRepository({
    ...{ owner: 'acme', name, branches: ['sandbox'] },
    files: { 'README.md': 'A model.\n' },
  });
  data.change(example);
  const { files } = example;
  const head = await dana.push({ repository, branch: 'test', from: 'sandbox', files, message: 'Try it' });
  const title = 'Try it';
  const number = await dana.openPullRequest({ repository, head: 'test', base: 'sandbox', title });
  await actFromOutside({ forge, signal }, example);
  await settled();
  const [comment, ...more] = view.comments(number);
  expect(more).toEqual([]);
  const [check] = await view.checkRuns(head);
  return { comment: comment?.body ?? '', check };
}

test('repositories of examples/broken are told what is wrong with them', async ({ signal }) => {
  const names = ['cell-raises', 'sys-exit', 'gate-fails', 'old-notebook'];
  const [raises, exits, gate, old] = await Promise.all(names.map((name) => tellOf(name, signal)));
  expect(raises?.comment).toContain('Cell 2 raised KeyError');
  expect(exits?.comment).toContain('**Cell 2 ended the notebook by `sys.exit(0)`.**');
  expect(gate?.comment).toMatch(/^### ❌ churn misses the gate for sandbox: auc/m);
  expect(old?.comment).toMatch(/^### ❌ .*has the format 3/m);
});

test('so are those to which something is done from outside', async ({ signal }) => {
  const names = ['killed-from-outside', 'cancelled', 'dataset-changed'];
  const [killed, cancelled, changed] = await Promise.all(names.map((name) => tellOf(name, signal)));
  expect(killed?.check).toMatchObject({ conclusion: 'failure' });
  expect(killed?.comment).toContain("**The notebook's container was killed from outside.**");
  expect(cancelled?.check).toMatchObject({
    conclusion: 'cancelled',
    title: expect.stringMatching(/^superseded/),
  });
  expect(cancelled?.comment).toMatch(/^### ✅ churn passed its test for sandbox/m);
  expect(changed?.comment).toContain("### ❌ churn can't go to sandbox: the dataset customers is not what");
});

test('every one of them says what is wrong in its first line, and has what is run', () => {
  expect(examples.length).toBeGreaterThanOrEqual(30);
  for (const { name, what, files } of examples) {
    expect(what, name).not.toBe(name);
    expect(Object.keys(files), name).toEqual(expect.arrayContaining(['.tailrace.yml', 'Dockerfile']));
    expect(Object.keys(files), name).toContainEqual(expect.stringMatching(/^evaluate\.(ipynb|py)$/));
    expect(files['.tailrace.yml'], name).toContain(`/acme/${name}\n`);
  }
});

test('the dataset that somebody changes was at first what is declared', () => {
  const { files } = exampleOf('dataset-changed');
  const sha256 = createHash('sha256')
    .update(files['customers.csv'] ?? '')
    .digest('hex');
  expect(files['.tailrace.yml']).toContain(`sha256: ${sha256}\n`);
});

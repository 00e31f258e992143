import { afterAll, beforeAll, expect, test } from 'vitest';
import { type BrokenExample, brokenExamples } from '../../demo/broken-examples.ts';
import { papermillImage } from '../support/papermill-image.ts';
import { type Scenario, startScenario } from '../support/scenario.ts';

let scenario: Scenario;
let examples: readonly BrokenExample[];
beforeAll(async () => {
  scenario = await startScenario();
  const { host, path } = scenario.registry;
  examples = await brokenExamples(await papermillImage(), (name) => `${host}/${path(`acme/${name}`)}`);
});
afterAll(() => scenario?.stop());

/** Gives the one comment on a pull request that brings the example. */
async function commentOn(name: string): Promise<string> {
  const { forge, dana, settled } = scenario;
  const files = examples.find((example) => example.name === name)?.files ?? {};
  const repository = `acme/${name}`;
  const view = await forge.createRepository({
    ...{ owner: 'acme', name, branches: ['sandbox'] },
    files: { 'README.md': 'A model.\n' },
  });
  await dana.push({ repository, branch: 'test', from: 'sandbox', files, message: 'Try it' });
  const title = 'Try it';
  const number = await dana.openPullRequest({ repository, head: 'test', base: 'sandbox', title });
  await settled();
  const [comment, ...more] = view.comments(number);
  expect(more).toEqual([]);
  return comment?.body ?? '';
}

test('repositories of examples/broken are told what is wrong with them', async () => {
  const [raises, exits, gate, old] = await Promise.all(
    ['cell-raises', 'sys-exit', 'gate-fails', 'old-notebook'].map(commentOn),
  );
  expect(raises).toContain('Cell 2 raised KeyError');
  expect(exits).toContain('**Cell 2 ended the notebook by `sys.exit(0)`.**');
  expect(gate).toMatch(/^### ❌ churn misses the gate for sandbox: auc/m);
  expect(old).toMatch(/^### ❌ .*has the format 3/m);
});

test('every one of them says what is wrong in its first line, and has what is run', () => {
  expect(examples.length).toBeGreaterThanOrEqual(20);
  for (const { name, what, files } of examples) {
    expect(what, name).not.toBe(name);
    expect(Object.keys(files).toSorted(), name).toEqual(['.tailrace.yml', 'Dockerfile', 'evaluate.ipynb']);
    expect(files['.tailrace.yml'], name).toContain(`/acme/${name}\n`);
  }
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { addModel } from '../support/model-repository.ts';
import { type Scenario, startScenario } from '../support/scenario.ts';

let scenario: Scenario;
beforeAll(async () => {
  scenario = await startScenario();
});
afterAll(() => scenario?.stop());

/** Where the comment's links lead, below the repository's pages: by the link's text. */
function linksIn(comment: string, repository: string): Record<string, string> {
  const page = `${scenario.forge.url}/${repository}/`;
  const links = [...comment.matchAll(/\[([^\]]+)\]\((\S+?)\)/g)];
  return Object.fromEntries(links.map(([, text = '', url = '']) => [text, url.replace(page, '')]));
}

test('a cell that raises is named, shown with its logs, and a fix turns the same comment green', async () => {
  const model = await addModel(scenario, 'raises');
  const number = await model.propose(
    'feature',
    model.changed({ cells: ['raise ValueError("no churn today")'] }),
  );
  const { check, comment } = await model.told(number);
  const { head } = model.view.pullRequest(number);

  expect(check).toMatchObject({ name: 'tailrace/sandbox', conclusion: 'failure' });
  expect(check?.title).toBe('churn failed its test for sandbox: Cell 5 raised ValueError');
  expect(comment).toContain('### ❌ churn failed its test for sandbox: Cell 5 raised ValueError');
  expect(comment).toContain('no churn today');
  const [marked] = check?.annotations ?? [];
  expect(marked).toMatchObject({ path: 'notebooks/evaluate.ipynb', title: 'Cell 5 raised ValueError.' });
  const lines = (await model.view.file(head.sha, 'notebooks/evaluate.ipynb'))?.split('\n') ?? [];
  expect(lines[(marked?.startLine ?? 0) - 1]).toContain('raise ValueError');
  const runs = await model.view.head('tailrace/runs');
  const folder = `pulls/${number}/${head.sha}/sandbox/1`;
  expect(linksIn(comment, model.repository)).toMatchObject({
    'Executed notebook': `blob/${runs}/${folder}/notebook.ipynb`,
    'Notebook log': `blob/${runs}/${folder}/logs/notebook.log`,
    'All files and logs': `tree/${runs}/${folder}`,
  });
  expect(await model.view.file(runs, `${folder}/notebook.ipynb`)).toContain('ValueError');
  expect(await model.view.file(runs, `${folder}/logs/notebook.log`)).toContain('no churn today');
  expect(await model.tags()).toEqual([]);

  await model.push('feature', model.changed({ cells: ['print("mended")'] }));
  const mended = await model.told(number);
  expect(mended.check).toMatchObject({ conclusion: 'success' });
  expect(mended.comment).toContain('### ✅ churn passed its test for sandbox');
  expect(mended.comment).not.toContain('ValueError');
  expect(await model.tags()).toEqual([expect.stringMatching(/^tree-[0-9a-f]{40}$/)]);
});

test('gates fail closed: too high, not reported, not a number', async () => {
  const model = await addModel(scenario, 'gates', {
    gate: `{metric: rate, max: 0.2}
  - {metric: auc, min: 0.8}
  - {metric: margin, min: 0}
  - {metric: counts.rows, min: 100}`,
  });
  const number = await model.propose('feature', model.changed({ metrics: '"margin": float("nan")' }));
  const { check, comment } = await model.told(number);

  expect(check).toMatchObject({ name: 'tailrace/sandbox', conclusion: 'failure' });
  expect(check?.title).toBe('churn misses 3 gates for sandbox: rate, auc, margin');
  expect(rowsOf(comment)).toEqual([
    'rate | 0.25 | ≤ 0.2 | ❌ fails: above 0\\.2',
    'auc | – | ≥ 0.8 | ❌ fails: the test did not report it',
    'margin | not a number | ≥ 0 | ❌ fails: it is not a number \\(NaN\\)',
    'counts\\.rows | 100 | ≥ 100 | ✅ holds',
  ]);
  expect(await model.manifests('sandbox')).toEqual([]);
});

test('a gate that only warns, and one whose metric need not be there, let the model pass', async () => {
  const model = await addModel(scenario, 'lenient', {
    gate: `{metric: rate, max: 0.2, warn_only: true}
  - {metric: auc, min: 0.8, required: false}
  - {metric: counts.rows, min: 100}`,
  });
  const number = await model.propose('feature', model.changed({ greeting: 'let me pass' }));
  const { check, comment } = await model.told(number);

  expect(check).toMatchObject({ conclusion: 'success', title: 'rate 0.25, 1 of 3 gates' });
  expect(rowsOf(comment)).toEqual([
    'rate | 0.25 | ≤ 0.2 | ⚠️ warns: above 0\\.2',
    'auc | – | ≥ 0.8 | ➖ not measured: the test did not report it',
    'counts\\.rows | 100 | ≥ 100 | ✅ holds',
  ]);
});

test('an image without papermill is tested in one that adds it, which is never pushed', async () => {
  const model = await addModel(scenario, 'plain');
  const dockerfile = model.changed({ papermillImage: 'tailrace-base/python:3.11' }).Dockerfile ?? '';
  const number = await model.propose('feature', { Dockerfile: dockerfile });
  const { check, comment } = await model.told(number);

  expect(check).toMatchObject({ conclusion: 'success' });
  expect(comment).toContain('The image has no papermill: it was tested in a derived image that adds it');
  expect(comment).toMatch(/papermill 2\\?\.7\\?\.0/);
  const [tag, ...others] = await model.tags();
  expect(others).toEqual([]);
  const labels = await labelsOf(
    `${scenario.registry.host}/v2/${scenario.registry.path(model.repository)}`,
    tag ?? '',
  );
  expect(labels).toHaveProperty(['tailrace.dev/source-tree']);
  expect(labels).not.toHaveProperty(['tailrace.dev/derived-from']);
});

/** The labels of a pushed image. */
async function labelsOf(repository: string, tag: string): Promise<Record<string, string>> {
  const headers = { accept: 'application/vnd.docker.distribution.manifest.v2+json' };
  const read = async (path: string) => (await fetch(`http://${repository}/${path}`, { headers })).text();
  const { config } = JSON.parse(await read(`manifests/${tag}`));
  return JSON.parse(await read(`blobs/${config.digest}`)).config.Labels;
}

/** The rows of the table of gated metrics, without their padding. */
function rowsOf(comment: string): string[] {
  const lines = comment.slice(comment.indexOf('| Metric')).split('\n\n')[0]?.split('\n') ?? [];
  return lines.slice(2).map((line) =>
    line
      .slice(1, -1)
      .trim()
      .replaceAll(/ *\| */g, ' | '),
  );
}

import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Fault } from '../support/forge/faults.ts';
import { addModel, type ModelRepository } from '../support/model-repository.ts';
import { type Scenario, startScenario } from '../support/scenario.ts';
import { onEngine, ranNotebook, storedRuns } from '../support/stored-runs.ts';
import { tailraceProcesses } from '../support/tailrace-process.ts';

const processes = tailraceProcesses();
let scenario: Scenario;
let model: ModelRepository;
beforeAll(async () => {
  scenario = await startScenario({}, { startElsewhere: processes.start });
  model = await addModel(scenario, 'killed');
});
afterAll(() => scenario?.stop());

const soon = { timeout: 60_000, interval: 20 };
let number: number;
let merged: string;

const runs = () => storedRuns(scenario.settings.dataFolder);

async function comeBack(): Promise<void> {
  await scenario.restart();
  await scenario.reconcile();
  await scenario.settled();
}

/** The forge does what it was asked, and says nothing. */
const done = { afterwards: true };

/** Plans that the forge never answers this request, and gives what kills Tailrace once it waits for that. */
function killAt(fault: Pick<Fault, 'method' | 'path' | 'afterwards'>): () => Promise<void> {
  const { forge } = scenario;
  forge.fail({ ...fault, timeout: true });
  const waiting = () =>
    forge.requests.filter(
      ({ method, path, as, status }) =>
        method === fault.method && fault.path.test(path) && status === undefined && (!fault.afterwards || as),
    );
  return async () => {
    await expect.poll(waiting, soon).not.toEqual([]);
    await processes.kill();
  };
}

test('killed while the notebook runs: it is run again, and nothing is doubled or left behind', async () => {
  const { dana } = scenario;
  const { repository, view } = model;
  const files = model.changed({ cells: ['import time; time.sleep(2)'] });
  const head = await dana.push({ repository, branch: 'feature', from: 'sandbox', files });
  number = await dana.openPullRequest({ repository, head: 'feature', base: 'sandbox', title: 'Try' });
  await expect
    .poll(async () => onEngine(await runs()), soon)
    .toContainEqual(expect.stringMatching(/notebook running$/));
  await processes.kill();
  const left = await onEngine(await runs());
  await comeBack();

  expect(left).toContainEqual(expect.stringContaining('notebook'));
  expect(await onEngine(await runs())).toEqual([]);
  const { check, comment } = await model.told(number);
  expect(check).toMatchObject({ name: 'tailrace/sandbox', conclusion: 'success' });
  expect(comment).toContain('### ✅ churn passed its test for sandbox');
  expect(await view.everyCheckRun(head)).toHaveLength(1);
  const [run, ...others] = (await runs()).filter((each) => each.head === head);
  const notebook = Object.keys(run?.steps ?? {}).find((name) => name.startsWith('notebook in ')) ?? '';
  expect(run).toMatchObject({ status: 'done', steps: { build: 1, [notebook]: 2, push: 1, keep: 1 } });
  expect(others.filter(ranNotebook)).toEqual([]);
  expect(await model.tags()).toEqual([expect.stringMatching(/^tree-/)]);
});

test('killed again and again on the way from the merge to the promotion: the end is the same', async () => {
  const { view } = model;
  const evidence = killAt({ ...done, method: 'POST', path: /killed\.git\/git-receive-pack$/ });
  merged = await scenario.dana.merge(model.repository, number, 'squash');
  await evidence();
  const comment = killAt({ method: 'PATCH', path: /killed\/issues\/comments\/\d+$/ });
  await scenario.restart();
  await comment();
  const promotion = killAt({ ...done, method: 'POST', path: /killed\/pulls$/ });
  await scenario.restart();
  await promotion();
  await comeBack();

  const { comment: told } = await model.told(number);
  expect(told).toContain('### 🚀 churn is deployed to sandbox');
  expect(told).not.toContain('Compared with release');
  const attempts = (await view.files('tailrace/evidence')).map((path) =>
    path.split('/').slice(0, 4).join('/'),
  );
  expect([...new Set(attempts)]).toEqual([`releases/${merged}/sandbox/1`]);
  expect((await view.log('tailrace/evidence')).length).toBe(1);
  expect((await view.log('sandbox', `^${merged}`)).map(({ subject }) => subject)).toEqual([
    `Deploy churn ${merged.slice(0, 7)} to sandbox`,
  ]);
  expect(await model.tags()).toEqual([merged, expect.stringMatching(/^tree-/)]);
  expect(view.pullRequests().map((pull) => pull.base.branch)).toEqual(['sandbox', 'qa']);
  const offered = await model.told(model.promotionInto('qa')?.number ?? 0);
  expect(offered.check).toMatchObject({ name: 'tailrace/qa', conclusion: 'success' });
  expect(await onEngine(await runs())).toEqual([]);
});

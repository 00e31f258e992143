import { afterAll, beforeAll, expect, test } from 'vitest';
import { appClient } from '../support/forge/octokit-for-tests.ts';
import { addModel, type ModelRepository } from '../support/model-repository.ts';
import { type Scenario, startScenario } from '../support/scenario.ts';

let scenario: Scenario;
let model: ModelRepository;
beforeAll(async () => {
  scenario = await startScenario();
  const { papermillImage } = scenario.base;
  model = await addModel(scenario, 'queued', {
    environments: '  - name: sandbox\n  - name: qa',
    dockerfile: `FROM ${papermillImage}\nWORKDIR /app\nCOPY . ./\nEXPOSE 8080\n`,
    cells: ['assert not (os.path.exists("one.txt") and os.path.exists("two.txt")), "both"'],
  });
  queueFor('sandbox', 'tailrace/sandbox');
  queueFor('qa', 'tailrace/qa');
});
afterAll(() => scenario?.stop());

/** The queue merges what has this check; Tailrace's manifests go past it. */
function queueFor(branch: string, check: string): void {
  const pushers = [scenario.forge.app.botLogin];
  scenario.forge.protect(model.repository, branch, {
    ruleset: true,
    mergeQueue: true,
    pushers,
    checks: [check],
  });
}

async function enqueue(number: number): Promise<void> {
  await scenario.dana.enqueue(model.repository, number);
  await scenario.settled();
}

test("the queue's commit is green at once where its tree was tested, and is delivered", async () => {
  const { view } = model;
  const number = await model.propose('better', model.changed({ greeting: 'better' }));
  const tested = (await view.files('tailrace/runs')).filter((path) => path.includes('/sandbox/'));
  await enqueue(number);
  const { merged, head } = view.pullRequest(number);
  expect(merged?.by).toBe('github-merge-queue[bot]');
  expect(merged?.sha).not.toBe(head.sha);
  const runs = (await view.files('tailrace/runs')).filter((path) => path.includes('/sandbox/'));
  expect(runs).toEqual(tested);
  expect(await view.everyCheckRun(merged?.sha ?? '')).toMatchObject([
    { name: 'tailrace/sandbox', conclusion: 'success', title: 'churn is deployed to sandbox' },
  ]);
  const { comment } = await model.told(number);
  expect(comment).toContain('### 🚀 churn is deployed to sandbox');
  expect(comment).not.toContain('nobody had tested');
});

test('of two that fail together the second is tested on top of the first, and put out', async () => {
  const { view } = model;
  const one = await model.propose('one', { 'one.txt': '1' });
  const two = await model.propose('two', { 'two.txt': '2' });
  await scenario.dana.enqueue(model.repository, one);
  await enqueue(two);
  expect(view.pullRequest(one).merged).toBeTruthy();
  expect(view.pullRequest(two)).toMatchObject({ state: 'open', merged: undefined });
  expect(view.queue()).toEqual([]);
  expect((await model.told(one)).comment).toContain('### 🚀 churn is deployed to sandbox');
  expect((await model.told(two)).check).toMatchObject({ conclusion: 'success' });
});

test('a promotion keeps its guards in the queue, and goes through it', async () => {
  const { view, repository } = model;
  const { number, head } = model.promotionInto('qa') ?? { number: 0, head: { branch: '', sha: '' } };
  queueFor('qa', 'lint');
  const strange = await model.push(head.branch, { 'model.txt': 'a quick change' });
  expect((await model.told(number)).comment).toContain("somebody else's commit lies on the promotion branch");
  await lint(strange);
  await enqueue(number);
  const [entry] = view.queue();
  expect(await view.checkRuns(entry?.group?.sha ?? '')).toMatchObject([
    { name: 'tailrace/qa', conclusion: 'action_required' },
  ]);

  await scenario.dana.dequeue(repository, number);
  queueFor('qa', 'tailrace/qa');
  await scenario.dana.deleteBranch(repository, head.branch);
  await scenario.reconcile();
  await scenario.settled();
  const again = model.promotionInto('qa')?.number ?? 0;
  await enqueue(again);
  expect(view.pullRequest(again).merged).toBeTruthy();
  expect((await model.told(again)).comment).toContain('### 🚀 churn is deployed to qa');
  // The commit that was put on the promotion's branch is offered to where promotions begin.
  const offered = view.pullRequests('open').find(({ head: { branch } }) => branch === 'tailrace/backport/qa');
  expect((await model.told(offered?.number ?? 0)).comment).toContain('passed its test for sandbox');
});

/** Another check than ours passes. */
async function lint(head_sha: string): Promise<void> {
  const { checks } = appClient(scenario.forge, model.repository).rest;
  await checks.create({ owner: 'acme', repo: 'queued', name: 'lint', head_sha, conclusion: 'success' });
}

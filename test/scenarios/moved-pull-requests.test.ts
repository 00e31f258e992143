import { afterAll, beforeAll, expect, test } from 'vitest';
import { addModel, type ModelRepository } from '../support/model-repository.ts';
import { type Scenario, startScenario } from '../support/scenario.ts';

let scenario: Scenario;
let model: ModelRepository;
let number: number;
beforeAll(async () => {
  scenario = await startScenario();
  model = await addModel(scenario, 'moved', { environments: '  - name: sandbox\n  - name: qa' });
});
afterAll(() => scenario?.stop());

/** The verdicts of the head's checks by their names. */
async function verdicts(): Promise<Record<string, string>> {
  const checks = await model.view.checkRuns(model.view.pullRequest(number).head.sha);
  return Object.fromEntries(checks.map(({ name, conclusion }) => [name, conclusion ?? '']));
}

/** The comment about an environment. */
function commentFor(environment: string): string {
  const bodies = model.view.comments(number).map(({ body }) => body);
  return bodies.find((body) => body.startsWith(`<!-- tailrace:test:${environment} -->`)) ?? '';
}

async function runs(): Promise<number> {
  const paths = await model.view.files('tailrace/runs');
  return paths.filter((path) => path.endsWith('/record.json')).length;
}

async function retarget(base: string): Promise<void> {
  await scenario.dana.edit(model.repository, number, { base });
  await scenario.settled();
}

test('a draft is tested like others; made ready, or closed and opened again, it keeps its result', async () => {
  const { repository } = model;
  const { dana, settled } = scenario;
  await dana.push({
    repository,
    branch: 'better',
    from: 'sandbox',
    files: model.changed({ greeting: 'better' }),
  });
  number = await dana.openPullRequest({
    repository,
    head: 'better',
    base: 'sandbox',
    title: 'Try',
    draft: true,
  });
  await settled();
  const { check, comment } = await model.told(number);
  expect(check).toMatchObject({ name: 'tailrace/sandbox', conclusion: 'success' });

  await dana.ready(repository, number);
  await settled();
  await dana.close(repository, number);
  await settled();
  await dana.reopen(repository, number);
  await settled();
  const again = await model.told(number);
  expect(again).toEqual({ check, comment });
  expect(await runs()).toBe(1);
});

test('a head that was pushed while the pull request was closed is tested when it is opened again', async () => {
  const { repository } = model;
  const { dana, settled } = scenario;
  await dana.close(repository, number);
  const head = await model.push('better', { 'model.txt': 'a better model' });
  expect(await model.view.checkRuns(head)).toEqual([]);
  await dana.reopen(repository, number);
  await settled();
  expect((await model.told(number)).check).toMatchObject({ headSha: head, conclusion: 'success' });
});

test('another base is another environment: the old check and comment say where the pull request goes now', async () => {
  const before = commentFor('sandbox');
  const tested = await runs();
  await retarget('qa');
  expect(await verdicts()).toEqual({ 'tailrace/sandbox': 'cancelled', 'tailrace/qa': 'success' });
  expect(commentFor('qa')).toContain('### ✅ churn passed its test for qa');
  expect(commentFor('sandbox')).toContain('### ↪️ For sandbox no more: this pull request goes into qa now');
  expect(commentFor('sandbox')).toContain('the check <code>tailrace/qa</code>');

  await scenario.dana.push({ repository: model.repository, branch: 'team', from: 'sandbox', files: {} });
  await retarget('team');
  expect(await verdicts()).toEqual({ 'tailrace/sandbox': 'cancelled', 'tailrace/qa': 'cancelled' });
  expect(commentFor('qa')).toContain('<code>team</code> is no environment, so nothing is tested for it');

  await retarget('sandbox');
  expect(await verdicts()).toEqual({ 'tailrace/sandbox': 'success', 'tailrace/qa': 'cancelled' });
  expect(commentFor('sandbox')).toContain('nothing was run again');
  expect(commentFor('sandbox').split('\n')[2]).toBe(before.split('\n')[2]);
  expect(commentFor('qa')).toContain('goes into sandbox now');
  expect(await runs()).toBe(tested + 1);
});

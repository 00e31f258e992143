import { afterAll, beforeAll, expect, test } from 'vitest';
import { armRequest } from '../support/crash/requests.ts';
import { addModel } from '../support/model-repository.ts';
import { type Scenario, startScenario } from '../support/scenario.ts';
import { tailraceProcesses } from '../support/tailrace-process.ts';

const processes = tailraceProcesses(300_000);
let scenario: Scenario;
beforeAll(async () => {
  scenario = await startScenario({}, { startElsewhere: (settings) => processes.start(settings) });
});
afterAll(() => scenario?.stop());

test('killed while a rollback is pushed, it goes on where it was: one commit, one answer, and the hold', async () => {
  const { forge, dana, settled } = scenario;
  const model = await addModel(scenario, 'killed', { environments: '  - name: sandbox' });
  const { repository, view } = model;
  const older = await model.push('sandbox', model.changed({ greeting: 'first' }));
  const newer = await model.push('sandbox', model.changed({ greeting: 'second' }));
  const before = await view.head('sandbox');
  const pushed = { method: 'POST', shape: '.git/git-receive-pack', done: true };
  const { isReached } = armRequest({ forge, repository }, pushed);
  await dana.commentOnCommit(repository, newer, '/rollback sandbox');
  await expect.poll(isReached, { timeout: 120_000, interval: 20 }).toBe(true);
  await processes.kill();
  await scenario.restart();
  await scenario.reconcile();
  await settled();

  const { parents } = await view.commit(await view.head('sandbox'));
  expect(parents).toEqual([before]);
  expect(await view.file('sandbox', 'deploy/kube/10-deployment.yaml')).toContain(older);
  const answers = (await view.commitComments(newer)).filter(({ body }) => body.includes('tailrace:command'));
  expect(answers).toMatchObject([{ body: expect.stringContaining('⏪ **sandbox** is back') }]);
  await dana.commentOnCommit(repository, newer, '/unhold sandbox');
  await settled();
  expect((await view.commitComments(newer)).at(-1)?.body).toContain('Nobody holds **sandbox** any more');
});

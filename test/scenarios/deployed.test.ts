import { afterAll, beforeAll, expect, test } from 'vitest';
import { repository, type Scenario, startScenario } from '../support/scenario.ts';
import { tailraceContainers } from '../support/tailrace-container.ts';

const containers = tailraceContainers();
let scenario: Scenario;
beforeAll(async () => {
  scenario = await startScenario(
    { environments: '  - name: sandbox\n  - name: prod' },
    { startElsewhere: containers.start },
  );
});
afterAll(async () => {
  await scenario?.stop();
  await containers.removeVolume();
});

async function commentOn(number: number): Promise<string> {
  const comments = scenario.view().comments(number);
  expect(comments).toHaveLength(1);
  return comments[0]?.body ?? '';
}

test("Tailrace's own image carries a model from a pull request to prod, not as root and on a root file system that can't be written", async () => {
  const { dana, settled, view } = scenario;
  const number = await scenario.propose('feature', { 'model.txt': 'a better model' });
  await settled();
  expect(await commentOn(number)).toContain('### ✅ churn passed its test for sandbox');

  await dana.merge(repository, number, 'squash');
  await settled();
  expect(await commentOn(number)).toContain('### 🚀 churn is deployed to sandbox');
  const promotion = view().pullRequests('open')[0]?.number ?? 0;
  expect(await commentOn(promotion)).toContain('### ✅ churn passed its test for prod');

  await scenario.restart();
  await dana.merge(repository, promotion);
  await settled();
  expect(await commentOn(promotion)).toContain('### 🚀 churn is deployed to prod');
  expect(await view().file('prod', 'deploy/kube/10-deployment.yaml')).toMatch(
    /image: \S+@sha256:[0-9a-f]{64}/,
  );
});

test('it is healthy, is nobody that its computer knows, and brings neither npm packages for developers nor its tests', async () => {
  const image = await containers.image();
  expect(image.Config.User).toBe('10001:10001');
  expect(await containers.exec(image.Config.Healthcheck?.Test?.slice(1) ?? [])).toMatchObject({
    exitCode: 0,
  });
  const look =
    "import { readdirSync } from 'node:fs'; console.log(readdirSync('.').join(), readdirSync('node_modules').includes('vitest'))";
  expect(await containers.exec(['node', '--input-type=module', '-e', look])).toEqual({
    exitCode: 0,
    printed: 'node_modules,package.json,src false',
  });
});

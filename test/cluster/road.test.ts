import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { applyBranch } from '../support/applier.ts';
import { clusterOfTests, kubectl, makeNamespaces } from '../support/cluster.ts';
import { repository, type Scenario, startScenario } from '../support/scenario.ts';

const url = 'https://churn.qa.example.com';

let namespaces: Awaited<ReturnType<typeof makeNamespaces<'sandbox' | 'qa'>>>;
let scenario: Scenario;
beforeAll(async () => {
  namespaces = await makeNamespaces('sandbox', 'qa');
  const { context, kubeconfig } = await clusterOfTests();
  const environments = `  - {name: sandbox, cluster: test, namespace: ${namespaces.of('sandbox')}, serve: {replicas: 1}}
  - {name: qa, cluster: test, namespace: ${namespaces.of('qa')}, url: "${url}"}`;
  const settings =
    'serve: {health: /model.txt, replicas: {min: 2, max: 2}, resources: {cpu: 10m, memory: 128Mi}}';
  const policy = `clusters: {test: {context: ${context}}}
rules: [{name: everybody, repositories: ["acme/*"], clusters: [test]}]`;
  scenario = await startScenario(
    { environments, settings },
    { operator: { policy }, settings: { kubeconfig: [kubeconfig] } },
  );
});
afterAll(async () => {
  await scenario?.stop();
  await namespaces?.remove();
});

/** The comment that follows a rollout. */
function followed(number: number, environment: string): string {
  const comments = scenario.view().comments(number);
  return comments.find(({ body }) => body.includes(`tailrace:rollout:${environment}`))?.body ?? '';
}

/** Nothing but the cluster says when it is so far. */
async function untilTold(number: number, environment: string, text: string): Promise<string> {
  await vi.waitUntil(() => followed(number, environment).includes(text), { timeout: 120_000, interval: 50 });
  await scenario.settled();
  return followed(number, environment);
}

const applied = (branch: string) => applyBranch(scenario.view().gitDir, branch);
const served = (environment: 'sandbox' | 'qa', path: string) =>
  kubectl('get', '--raw', `/api/v1/namespaces/${namespaces.of(environment)}/services/churn:80/proxy/${path}`);
const shownOf = (environment: string) =>
  scenario
    .view()
    .deployments()
    .filter((shown) => shown.environment === environment);

async function merged(branch: string, files: Record<string, string>): Promise<number> {
  const number = await scenario.propose(branch, files);
  await scenario.settled();
  await scenario.dana.merge(repository, number, 'squash');
  await scenario.settled();
  return number;
}

test('a release is followed into the cluster, environment by environment, until its pods answer', async () => {
  const number = await merged('feature', { 'model.txt': 'a better model' });
  expect(followed(number, 'sandbox')).toContain('### ⏳ sandbox: waiting for the applier');
  await applied('sandbox');
  const inSandbox = await untilTold(number, 'sandbox', '### 🟢 sandbox: 1/1 pods ready');
  expect(inSandbox).toContain('runs in **sandbox**: every pod is of this release, and all are available.');
  expect(await served('sandbox', 'model.txt')).toBe('a better model');

  const promotion = scenario.view().pullRequests('open')[0]?.number ?? 0;
  await scenario.dana.merge(repository, promotion);
  await scenario.settled();
  await applied('qa');
  expect(await untilTold(promotion, 'qa', '### 🟢 qa: 2/2 pods ready')).toContain(`(${url})`);
  expect(await served('qa', 'model.txt')).toBe('a better model');
  const [shown] = shownOf('qa');
  expect(shown).toMatchObject({ sha: await scenario.view().head('qa'), author: 'tailrace[bot]' });
  expect(shown?.statuses[0]).toMatchObject({
    state: 'in_progress',
    description: 'qa: waiting for the applier',
  });
  expect(shown?.statuses.map(({ description }) => description)).toContain('qa: 0/2 pods ready');
  expect(shown?.statuses.at(-1)).toMatchObject({
    state: 'success',
    description: 'qa: 2/2 pods ready',
    environmentUrl: url,
  });
});

const broken = 'print("model.pkl is from another version")\nraise SystemExit(3)\n';

test('a release that does not come up is told with its last lines while the one before serves on; a restart of Tailrace forgets nothing, and a fix goes through', async () => {
  const number = await merged('broken', { 'serve.py': broken });
  await scenario.restart();
  await applied('sandbox');
  const failed = await untilTold(number, 'sandbox', '### ❌ sandbox: 0/1 pods ready');
  expect(failed).toContain('a container of the pod');
  expect(failed).toContain('model.pkl is from another version');
  expect(failed).toContain('kubectl describe pod churn-');
  expect(shownOf('sandbox').at(-1)?.statuses.at(-1)).toMatchObject({ state: 'failure' });
  expect(await served('sandbox', 'model.txt')).toBe('a better model');

  const fix = await merged('fix', {
    'serve.py': `${await scenario.view().file('qa', 'serve.py')}# mended\n`,
  });
  await applied('sandbox');
  await untilTold(fix, 'sandbox', '### 🟢 sandbox: 1/1 pods ready');
  expect(await served('sandbox', 'serve.py')).toContain('# mended');
  for (const told of [
    number,
    fix,
    ...scenario
      .view()
      .pullRequests('open')
      .map((each) => each.number),
  ])
    scenario.view().comments(told);
});

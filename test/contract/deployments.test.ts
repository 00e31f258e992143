import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ShownDeployment } from '../../src/ports/deployments-on-forge.ts';
import { githubOnForge } from './github-on-forge.ts';

const repository = { owner: 'acme', name: 'churn' };

let on: Awaited<ReturnType<typeof githubOnForge>>;
beforeEach(async () => {
  on = await githubOnForge();
});
afterEach(() => on.close());

async function show(shown: Partial<ShownDeployment>): Promise<string> {
  const commit = await on.forge.repository('acme/churn').head('qa');
  const usual = { environment: 'qa', commit, production: false, url: undefined } as const;
  const waiting = { state: 'in_progress', description: 'qa: 0/2 pods ready' } as const;
  return on.github.deploymentsOnForge.ensureDeployment(repository, { ...usual, ...waiting, ...shown });
}

const shownNow = () =>
  on.forge
    .repository('acme/churn')
    .deployments()
    .map(({ environment, statuses }) => ({
      environment,
      statuses: statuses.map(({ state, description, environmentUrl }) => [
        state,
        description,
        environmentUrl,
      ]),
    }));

test('an environment shows one deployment, and each news of it once', async () => {
  await show({});
  await show({});
  await show({ description: 'qa: 1/2 pods ready' });
  const url = 'https://churn.example.com';
  await show({ state: 'success', description: 'qa: 2/2 pods ready', url });
  await show({ environment: 'prod', state: 'failure', description: 'x'.repeat(200), production: true });
  expect(shownNow()).toEqual([
    {
      environment: 'qa',
      statuses: [
        ['in_progress', 'qa: 0/2 pods ready', ''],
        ['in_progress', 'qa: 1/2 pods ready', ''],
        ['success', 'qa: 2/2 pods ready', url],
      ],
    },
    { environment: 'prod', statuses: [['failure', `${'x'.repeat(139)}…`, '']] },
  ]);
});

test('an app that may not show deployments is told so', async () => {
  on.forge.consentTo('acme/churn', { contents: 'write', metadata: 'read' });
  on.forge.expectProblem(/deployments/);
  expect(await show({})).toBe('forbidden');
  expect(shownNow()).toEqual([]);
});

test('a status that got lost is made up for', async () => {
  on.forge.fail({ method: 'POST', path: /\/statuses$/, times: 1, status: 502 });
  await show({});
  expect(shownNow()).toEqual([{ environment: 'qa', statuses: [['in_progress', 'qa: 0/2 pods ready', '']] }]);
});

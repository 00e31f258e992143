import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RepositoryView } from '../support/forge/inspection.ts';
import { addModel } from '../support/model-repository.ts';
import { type Scenario, startScenario } from '../support/scenario.ts';
import { closeEarlier } from '../support/stored-runs.ts';

const policy = `rules:
  - {name: models, repositories: ["acme/*"], evidence: [acme/evidence, acme/open, acme/gone]}
`;

let scenario: Scenario;
let evidence: RepositoryView;
beforeAll(async () => {
  scenario = await startScenario({}, { operator: { policy } });
  evidence = await scenario.forge.createRepository({ owner: 'acme', name: 'evidence' });
  await scenario.forge.createRepository({ owner: 'acme', name: 'open', private: false });
  await scenario.forge.createRepository({ owner: 'acme', name: 'gone', installed: false });
});
afterAll(() => scenario?.stop());

const environments = '  - name: sandbox';
const drift = 'data_checks: {customers: {columns: {churned: {drift: {max: 0.2}}}}}';
const goesTo = (repository: string) => `evidence: {repository: ${repository}}`;

/** Which folders of runs or releases a branch has, without what lies in them. */
async function folders(view: RepositoryView, branch: string): Promise<string[]> {
  const files = await view.files(branch);
  return [...new Set(files.map((path) => path.replace(/(pulls\/\d+|releases\/\w{40}\/\w+\/\d+).*$/, '$1')))];
}

test('evidence moves to another repository: what is newer goes there, what is older is found where it lies', async () => {
  const { forge } = scenario;
  const model = await addModel(scenario, 'kept', { environments, settings: drift });
  const first = await model.push('sandbox', model.changed({ greeting: 'at home' }));
  const settings = `${drift}\n${goesTo('acme/evidence')}`;
  const moving = await model.propose('moving', model.changed({ settings, greeting: 'on the way' }));
  expect((await model.told(moving)).comment).toContain('**The evidence moves:** from <code>acme/kept</code>');
  expect(await evidence.branches()).toEqual(['main']);
  const moved = await model.merge(moving);

  expect(await folders(model.view, 'tailrace/evidence')).toEqual([`releases/${first}/sandbox/1`]);
  expect(await folders(evidence, 'tailrace/evidence')).toEqual([`acme/kept/releases/${moved}/sandbox/1`]);
  const [here, there] = [
    await model.view.head('tailrace/evidence'),
    await evidence.head('tailrace/evidence'),
  ];
  const before = `${forge.url}/acme/kept/blob/${here}/releases/${first}/sandbox/1`;
  const now = `${forge.url}/acme/evidence/blob/${there}/acme/kept/releases/${moved}/sandbox/1`;
  const { comment } = await model.told(moving);
  for (const shown of [`${before}/plots/cell-4-1.png?raw=true`, `${now}/plots/cell-4-1.png?raw=true`])
    expect(comment).toContain(shown);
  expect(comment).toContain(`[Full report](${now}/report.md)`);
  expect(await evidence.bytes(there, `acme/kept/releases/${moved}/sandbox/1/plots/cell-4-1.png`)).toEqual(
    await model.view.bytes(here, `releases/${first}/sandbox/1/plots/cell-4-1.png`),
  );

  const number = await model.propose('next', model.changed({ settings, greeting: 'there' }));
  const next = await model.told(number);
  expect(next.check).toMatchObject({
    conclusion: 'success',
    title: 'rate 0.25, 1 of 1 gate, 1 of 1 data check',
  });
  expect(next.comment).toMatch(/\| drift ≤ 0\\.2 +\| 0 +\| ✅ holds \|/);
  expect(next.comment).toContain('on the way');
  const head = `acme/kept/pulls/${number}/${model.view.pullRequest(number).head.sha}/sandbox/1`;
  const ran = await evidence.head('tailrace/runs');
  expect(next.comment).toContain(`[All files and logs](${forge.url}/acme/evidence/tree/${ran}/${head})`);
  expect(await folders(model.view, 'tailrace/runs')).toContain(`pulls/${moving}`);
  expect(await folders(model.view, 'tailrace/runs')).not.toContain(`pulls/${number}`);
  await scenario.dana.close(model.repository, number);
});

test('models share a repository, and runs that are dropped there are the closed ones of each', async () => {
  const { dana, forge, settings, settled } = scenario;
  const model = await addModel(scenario, 'shared', { environments, settings: goesTo('acme/evidence') });
  forge.protect('acme/evidence', 'tailrace/runs', { pushers: ['max'], ruleset: true });
  const number = await model.propose('feature', model.changed({ greeting: 'beside the others' }));
  const refused = await model.told(number);
  const title =
    "tailrace/runs of acme/evidence refuses Tailrace's push: changes there go through pull requests";
  expect(refused.check).toMatchObject({ conclusion: 'failure', title });
  expect(refused.comment).toContain('Exclude by pattern → `tailrace/**/*`');

  forge.protect('acme/evidence', 'tailrace/runs', { forcePushes: true });
  await dana.rerequest(model.repository, refused.check?.id ?? 0);
  await settled();
  expect((await model.told(number)).check).toMatchObject({ conclusion: 'success' });
  expect(await folders(evidence, 'tailrace/runs')).toEqual([
    'acme/kept/pulls/2',
    `acme/shared/pulls/${number}`,
  ]);

  await scenario.reconcile();
  await closeEarlier(settings.dataFolder, 31);
  await scenario.reconcile();
  expect(await folders(evidence, 'tailrace/runs')).toEqual([`acme/shared/pulls/${number}`]);
  expect(await evidence.log('tailrace/runs')).toHaveLength(1);
  expect(await folders(evidence, 'tailrace/runs-before')).toContain(`acme/shared/pulls/${number}`);
  expect((await folders(forge.repository('acme/kept'), 'tailrace/runs')).join()).not.toContain('pulls/');
});

test('a repository that is not allowed, not reached, or read by more people gets nothing, and that is told before anything runs', async () => {
  const model = await addModel(scenario, 'careful', { environments }, { '.tailrace.yml': null });
  const sent = (repository: string) => model.changed({ settings: goesTo(repository) });
  const number = await model.propose('feature', sent('acme/other'));
  expect((await model.told(number)).comment).toContain(
    'The evidence repository `acme/other` is not allowed by the rule `models`.',
  );
  await model.push('feature', sent('acme/gone'));
  const unreachable = await model.told(number);
  expect(unreachable.check).toMatchObject({ title: 'Tailrace is not installed on acme/gone' });
  expect(unreachable.comment).toContain(
    `[install the app](${scenario.forge.url}/apps/tailrace/installations/new)`,
  );
  await model.push('feature', sent('acme/open'));
  const open = await model.told(number);
  expect(open.check).toMatchObject({
    conclusion: 'failure',
    title: 'acme/open is public, and acme/careful is private',
  });
  expect(open.comment).toContain('so nothing was run and nothing was written');
  await model.expectUntouched();
});

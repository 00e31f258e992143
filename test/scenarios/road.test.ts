import { afterAll, beforeAll, expect, test } from 'vitest';
import { repository, type Scenario, startScenario } from '../support/scenario.ts';
import { smallModel } from '../support/small-model.ts';

let scenario: Scenario;
beforeAll(async () => {
  scenario = await startScenario();
});
afterAll(() => scenario?.stop());

const notebook = 'notebooks/evaluate.ipynb';
/** Open promotion pull requests by their base. */
function promotionInto(base: string) {
  return scenario
    .view()
    .pullRequests('open')
    .find((pull) => pull.base.branch === base);
}

async function commentOn(number: number): Promise<string> {
  const comments = await scenario.view().comments(number);
  expect(comments).toHaveLength(1);
  return comments[0]?.body ?? '';
}

test('a pull request is tested, merged, and promoted to prod; the image is built once', async () => {
  const { dana, view, settled, base } = scenario;
  const files = smallModel({ ...base, greeting: 'a better model' });
  const number = await scenario.propose('feature', { [notebook]: files[notebook] ?? '' });
  await settled();

  const { head } = view().pullRequest(number);
  const [check] = await view().checkRuns(head.sha);
  expect(check).toMatchObject({ name: 'tailrace/sandbox', conclusion: 'success' });
  expect(check?.title).toBe('rate 0.25, 1 of 1 gate');
  expect(await commentOn(number)).toMatch(
    /^<!-- tailrace:test:sandbox -->\n\n### ✅ churn passed its test for sandbox/,
  );

  const merged = await dana.merge(repository, number, 'squash');
  await settled();
  expect(await commentOn(number)).toContain('### 🚀 churn is deployed to sandbox');
  for (const [environment, from] of [
    ['qa', 'sandbox'],
    ['uat', 'qa'],
    ['prod', 'uat'],
  ] as const) {
    const promotion = promotionInto(environment);
    expect(promotion).toMatchObject({
      title: `Promote churn ${merged.slice(0, 7)} to ${environment}`,
      head: { branch: `tailrace/promote/${environment}` },
    });
    expect(promotion?.body).toContain(`which runs in **${from}**`);
    expect(await commentOn(promotion?.number ?? 0)).toContain(
      `### ✅ churn passed its test for ${environment}`,
    );
    await dana.merge(repository, promotion?.number ?? 0, environment === 'uat' ? 'rebase' : 'merge');
    await settled();
    expect(await commentOn(promotion?.number ?? 0)).toContain(`### 🚀 churn is deployed to ${environment}`);
  }

  const evidence = await view().files('tailrace/evidence');
  for (const environment of ['sandbox', 'qa', 'uat', 'prod']) {
    const folder = `releases/${merged}/${environment}/1`;
    expect(
      evidence.filter((path) => path.startsWith(folder)).map((path) => path.slice(folder.length + 1)),
    ).toEqual(
      environment === 'sandbox'
        ? [
            'logs/build.log',
            'logs/notebook.log',
            'metrics.json',
            'notebook.ipynb',
            'plots/cell-4-1.png',
            'record.json',
            'report.md',
          ]
        : [
            'logs/notebook.log',
            'metrics.json',
            'notebook.ipynb',
            'plots/cell-4-1.png',
            'record.json',
            'report.md',
          ],
    );
    const record = JSON.parse(await view().file('tailrace/evidence', `${folder}/record.json`));
    expect(record).toMatchObject({
      commit: merged,
      environment,
      passed: true,
      parameters: { threshold: environment === 'qa' ? 0.6 : 0.5 },
    });
    const deployment = await view().file(environment, 'deploy/kube/10-deployment.yaml');
    expect(deployment).toContain(`image: "${record.image.repository}@${record.image.digest}"`);
    expect(deployment).toContain(merged);
  }
  expect(promotionInto('prod')).toBeUndefined();
});

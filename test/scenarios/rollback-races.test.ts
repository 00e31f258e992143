import { afterAll, beforeAll, expect, test } from 'vitest';
import { addModel, type ModelRepository } from '../support/model-repository.ts';
import { type Scenario, startScenario } from '../support/scenario.ts';
import { onEngine, ranNotebook, storedRuns } from '../support/stored-runs.ts';

let scenario: Scenario;
/** Time that passes at once. */
let ahead = 0;
const clock = { now: () => new Date(Date.now() + ahead) };
beforeAll(async () => {
  scenario = await startScenario({}, { clock });
});
afterAll(() => scenario?.stop());

const file = 'deploy/kube/10-deployment.yaml';
const patient = { timeout: 60_000, interval: 50 };

const untilNotebookRuns = (head: string) =>
  expect
    .poll(async () => {
      const runs = await storedRuns(scenario.settings.dataFolder);
      return onEngine(runs.filter((run) => run.head === head));
    }, patient)
    .toContainEqual(expect.stringMatching(/notebook running$/));

/** What Tailrace answered to the newest command on a commit. */
async function answerOn({ view }: ModelRepository, commit: string): Promise<string> {
  const comments = await view.commitComments(commit);
  return comments.findLast(({ body }) => body.includes('tailrace:command'))?.body ?? '';
}

test('a rollback while a newer head is tested ends that test, and goes back from what runs', async () => {
  const { dana, settled } = scenario;
  const model = await addModel(scenario, 'building', { environments: '  - name: sandbox' });
  const { repository, view } = model;
  const older = await model.push('sandbox', model.changed({ greeting: 'first' }));
  const newer = await model.push('sandbox', model.changed({ greeting: 'second' }));
  const files = model.changed({ cells: ['import time; time.sleep(10)'] });
  const tested = await dana.push({ repository, branch: 'sandbox', files });
  await untilNotebookRuns(tested);
  await dana.commentOnCommit(repository, newer, '/rollback sandbox');
  await settled();

  expect(await answerOn(model, newer)).toContain(`back at release \`${older.slice(0, 7)}\``);
  expect(await view.file('sandbox', file)).toContain(older);
  // What was pushed is tested again at the rollback's own commit, for the end of the hold.
  const runs = (await storedRuns(scenario.settings.dataFolder)).filter(({ head }) => head === tested);
  expect(runs.filter(ranNotebook)).toMatchObject([{ status: 'superseded' }]);
  expect(await onEngine(runs)).toEqual([]);
  const [told] = await view.commitComments(await view.head('sandbox'));
  expect(told?.body).toContain('### ✋ churn passed and is not deployed to sandbox, which is held');
});

test('a rollback while the promotion is merged: whichever comes first, what was asked for runs, and the environment is held', async () => {
  const { dana, forge, settled } = scenario;
  const model = await addModel(scenario, 'merging', { environments: '  - name: sandbox\n  - name: qa' });
  const { repository, view } = model;
  forge.grant('ada', repository, 'admin');
  const releases: string[] = [];
  const release = async (greeting: string) => {
    releases.push(await model.push('sandbox', model.changed({ greeting })));
    const number = model.promotionInto('qa')?.number ?? 0;
    await model.told(number);
    return number;
  };
  await model.merge(await release('first'), 'merge');
  await model.merge(await release('second'), 'merge');
  const number = await release('third');
  const place = releases.at(-1) ?? '';
  await Promise.all([
    dana.merge(repository, number, 'merge'),
    forge.person('ada').commentOnCommit(repository, place, '/rollback qa'),
  ]);
  await settled();

  const back = /back at release `([0-9a-f]{7})`/.exec(await answerOn(model, place))?.[1] ?? '';
  const went = releases.find((each) => each.startsWith(back)) ?? 'none';
  expect(releases.slice(0, 2)).toContain(went);
  expect(await view.file('qa', file)).toContain(went);
  expect(await view.file('qa', 'notebooks/evaluate.ipynb')).toContain('third');
  await dana.commentOnCommit(repository, place, '/tailrace status');
  await settled();
  expect(await answerOn(model, place)).toContain('✋ **qa** was rolled back from release');
  await model.told(number);
  for (const { sha } of await view.log('qa'))
    for (const { body } of await view.commitComments(sha))
      expect(body).toContain('### ✋ churn passed and is not deployed to qa, which is held');
});

test('a hold that ends while a head is tested: the head is deployed, once', async () => {
  const { dana, settled, reconcile } = scenario;
  const model = await addModel(scenario, 'expiring', { environments: '  - name: sandbox' });
  const { repository, view } = model;
  const first = await model.push('sandbox', model.changed({ greeting: 'first' }));
  await dana.commentOnCommit(repository, first, '/hold sandbox for 2h');
  await settled();
  expect(await answerOn(model, first)).toContain('✋ **sandbox** is held by');

  const files = model.changed({ greeting: 'second', cells: ['import time; time.sleep(5)'] });
  const second = await dana.push({ repository, branch: 'sandbox', files });
  await untilNotebookRuns(second);
  ahead += 3 * 3_600_000;
  await reconcile();
  await settled();
  expect(await view.file('sandbox', file)).toContain(second);
  const written = (await view.log('sandbox')).filter(({ subject }) => /^Deploy/.test(subject));
  expect(written).toHaveLength(2);
});

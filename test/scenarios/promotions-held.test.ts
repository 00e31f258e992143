import { afterAll, beforeAll, expect, test } from 'vitest';
import { addModel, type ModelRepository } from '../support/model-repository.ts';
import { type Scenario, startScenario } from '../support/scenario.ts';

let scenario: Scenario;
let model: ModelRepository;
let held: string;
let waiting: string;
beforeAll(async () => {
  scenario = await startScenario();
  scenario.forge.team('acme/risk', ['rita']);
  const environments = "  - name: sandbox\n  - {name: qa, reviewers: ['@acme/risk', '@acme/gone', ann]}";
  model = await addModel(scenario, 'held', { environments });
  scenario.forge.protect(model.repository, 'qa', { dismissStale: true });
});
afterAll(() => scenario?.stop());

const release = (greeting: string) => model.push('sandbox', model.changed({ greeting }));

function openPromotion() {
  const found = model.promotionInto('qa');
  if (!found) throw new Error('There is no open promotion into qa.');
  return found;
}

async function review(verdict: 'approved' | 'changes_requested'): Promise<void> {
  await scenario.forge.person('ann').review(model.repository, openPromotion().number, verdict);
  await scenario.settled();
}

test('whom the configuration names is asked to review; who is not known there is told', async () => {
  scenario.forge.user('ann');
  held = await release('first');
  const { number, requestedReviewers, requestedTeams, body } = openPromotion();
  expect([requestedReviewers, requestedTeams]).toEqual([['ann'], ['risk']]);
  expect(body).toContain('**Not asked to review:** <code>acme/gone</code>.');
  expect((await model.told(number)).check).toMatchObject({ conclusion: 'success' });
});

test('an approval pins the release: ten newer ones wait, and only the newest is announced', async () => {
  const { number, head } = openPromotion();
  await review('approved');
  for (let newer = 1; newer <= 10; newer++) waiting = await release(`newer ${newer}`);
  const promotion = openPromotion();
  expect(promotion).toMatchObject({ number, head, title: `Promote churn ${held.slice(0, 7)} to qa` });
  expect(promotion.body).toContain(`> **A newer release, \`${waiting.slice(0, 7)}\`, waits.**`);
  expect(model.view.pullRequests('open')).toHaveLength(1);
});

test('where the target moved, the commit is made anew and the pin stays; the forge dismisses, so the approval is asked for again', async () => {
  const { number, head } = openPromotion();
  await model.push('qa', {});
  const promotion = openPromotion();
  expect(promotion.head.sha).not.toBe(head.sha);
  expect((await model.view.commit(promotion.head.sha)).parents).toEqual([await model.view.head('qa')]);
  expect(promotion.title).toContain(held.slice(0, 7));
  expect(promotion.body).toContain('the forge dismissed the approval of ann for that. ann was asked again.');
  expect(promotion.requestedReviewers).toContain('ann');
  await scenario.restart();
  await scenario.reconcile();
  await scenario.settled();
  expect(openPromotion()).toEqual(promotion);

  await review('approved');
  expect(openPromotion().body).not.toContain('dismissed');
  expect((await model.told(number)).check).toMatchObject({ conclusion: 'success' });
  await model.merge(number);
  expect((await model.told(number)).comment).toContain('### 🚀 churn is deployed to qa');
  expect(openPromotion().title).toContain(waiting.slice(0, 7));
});

test('an approval that is taken back lets the newest release in', async () => {
  const { number } = openPromotion();
  await review('approved');
  const newest = await release('fourth');
  expect(openPromotion().title).toContain(waiting.slice(0, 7));
  await review('changes_requested');
  const { title, body } = openPromotion();
  expect(title).toContain(newest.slice(0, 7));
  expect(body).not.toContain('waits');
  expect((await model.told(number)).check).toMatchObject({ conclusion: 'success' });
});

test('a promotion whose branch somebody deleted is declined, until it is restored and reopened', async () => {
  const { number, head } = openPromotion();
  const { dana } = scenario;
  await dana.deleteBranch(model.repository, head.branch);
  await scenario.reconcile();
  await scenario.settled();
  expect(model.promotionInto('qa')).toBeUndefined();
  await dana.restoreBranch(model.repository, number);
  await dana.reopen(model.repository, number);
  await scenario.settled();
  expect(openPromotion()).toMatchObject({ number, head });
  expect((await model.told(number)).check).toMatchObject({ conclusion: 'success' });
});

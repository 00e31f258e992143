import { afterAll, beforeAll, expect, test } from 'vitest';
import { addModel, type ModelRepository } from '../support/model-repository.ts';
import { type Scenario, startScenario } from '../support/scenario.ts';

let scenario: Scenario;
let model: ModelRepository;
let alone: ModelRepository;
let promotion: number;
let approvalOfAnn: number;
beforeAll(async () => {
  scenario = await startScenario();
  scenario.forge.team('acme/risk', ['ann', 'rita']);
  scenario.forge.user('bob');
  const environments =
    "  - name: sandbox\n  - {name: qa, permissions: {promote: [admin, '@acme/risk']}, two_people: true}";
  model = await addModel(scenario, 'guarded', { environments });
  alone = await addModel(scenario, 'alone', { environments: '  - {name: sandbox, two_people: true}' });
});
afterAll(() => scenario?.stop());

const person = (login: string) => scenario.forge.person(login);

async function approve(login: string, number: number, { repository } = model): Promise<number> {
  const review = await person(login).review(repository, number, 'approved');
  await scenario.settled();
  return review;
}

const waits = {
  conclusion: 'action_required',
  title: 'waits for an approval by an administrator or @acme/risk',
};

test('a promotion that passed waits for who may promote, and it is said that the forge does not enforce that', async () => {
  const files = model.changed({ greeting: 'by rita' });
  const { repository } = model;
  await person('rita').push({ repository, branch: 'idea', from: 'sandbox', files, message: 'An idea' });
  const number = await scenario.dana.openPullRequest({
    ...{ repository, head: 'idea', base: 'sandbox', title: 'Try it' },
  });
  await scenario.settled();
  expect((await model.told(number)).check).toMatchObject({ conclusion: 'success' });
  await model.merge(number, 'merge');
  expect((await model.told(number)).comment).toContain('### 🚀 churn is deployed to sandbox');
  promotion = model.promotionInto('qa')?.number ?? 0;
  const { check, comment } = await model.told(promotion);
  expect(check).toMatchObject(waits);
  expect(comment).toContain('### ✋ churn passed its test for qa and waits for an approval by');
  expect(comment).toContain('who wrote none of the commits that it carries and is not the one who merges it');
  expect(comment).toContain(
    '> **Not enforced:** the forge does not require the check <code>tailrace/qa</code>',
  );
});

test('the approval of somebody who may not, or who wrote what is carried, does not count', async () => {
  await approve('bob', promotion);
  await approve('rita', promotion);
  const { check, comment } = await model.told(promotion);
  expect(check).toMatchObject(waits);
  expect(comment).toContain('- bob may not promote here');
  expect(comment).toContain('- rita wrote commits that are carried');
});

test('where the forge can not tell who may, the check stays closed until it can; then nothing is run again', async () => {
  scenario.forge.fail({ path: /\/teams\/risk\/memberships\/ann/, status: 403, body: { message: 'Not now' } });
  approvalOfAnn = await approve('ann', promotion);
  expect((await model.told(promotion)).check).toMatchObject({
    ...{ conclusion: 'action_required', title: 'the forge could not tell who approved this' },
  });
  await scenario.reconcile();
  await scenario.settled();
  const { check, comment } = await model.told(promotion);
  expect(check).toMatchObject({ conclusion: 'success' });
  expect(comment).toContain('Approved by **ann**, who may promote.');
  expect(comment).toContain('Somebody else than ann has to merge it');
  expect(comment).toContain('This was measured by an earlier run');
});

test('an approval that is dismissed is waited for again', async () => {
  await scenario.dana.dismissReview(model.repository, promotion, approvalOfAnn);
  await scenario.settled();
  expect((await model.told(promotion)).check).toMatchObject(waits);
  await approve('ann', promotion);
  expect((await model.told(promotion)).check).toMatchObject({ conclusion: 'success' });
});

/** Everything that was said there, by its first line. */
function headings(number: number, { view } = model): string[] {
  const comments = view.comments(number).filter(({ author }) => author === scenario.forge.app.botLogin);
  return comments.map(({ body }) => body.split('\n').find((line) => line.startsWith('###')) ?? '');
}

test('merged by the only one who approved: the environment is held, and nothing of it is deployed', async () => {
  await person('ann').merge(model.repository, promotion, 'squash');
  await scenario.settled();
  expect(headings(promotion)).toContain('### ✋ qa is held: merged by the only one who approved');
  expect(headings(promotion)).toContain('### ✋ churn passed and is not deployed to qa, which is held');
});

test('the first environment wants it where it says so: a new head loses it, and what two people did is no breach', async () => {
  const { repository, view } = alone;
  scenario.forge.protect(repository, 'sandbox', { ruleset: true, checks: ['tailrace/sandbox'] });
  const number = await alone.propose('fix', alone.changed({ greeting: 'a fix' }));
  await approve('ann', number, alone);
  expect((await alone.told(number)).check).toMatchObject({ conclusion: 'success' });
  await scenario.dana.push({ repository, branch: 'fix', message: 'Say more' });
  await scenario.settled();
  const { check, comment } = await alone.told(number);
  expect(check).toMatchObject({ title: 'waits for an approval by somebody with the role write' });
  expect(comment).toContain('- ann approved an older head');
  expect(comment).not.toContain('Not enforced');
  scenario.forge.protect(repository, 'sandbox', {});
  await approve('rita', number, alone);
  await alone.merge(number);
  expect(headings(number, alone)).toEqual(['### 🚀 churn is deployed to sandbox']);
  expect(view.pullRequests('open')).toEqual([]);
});

test('merged without it, since nothing keeps people from that: the environment is held', async () => {
  const number = await alone.propose('hasty', {});
  await alone.merge(number);
  expect(headings(number, alone)).toContain('### ✋ sandbox is held: merged without an approval');
});

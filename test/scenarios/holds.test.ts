import { afterAll, beforeAll, expect, test } from 'vitest';
import { addModel, type ModelRepository } from '../support/model-repository.ts';
import { say } from '../support/said.ts';
import { type Scenario, startScenario } from '../support/scenario.ts';

let scenario: Scenario;
let model: ModelRepository;
const releases: string[] = [];
/** Time that passes at once. */
let ahead = 0;
const clock = { now: () => new Date(Date.now() + ahead) };

const hour = 3_600_000;
/** In ten hours, by then. */
const later = new Date(Date.now() + 10 * hour).getUTCHours();

beforeAll(async () => {
  scenario = await startScenario({}, { clock });
  const freeze = `[{cron: "0 ${later} * * *", for: 1h, because: the books are closed}]`;
  const environments = `  - name: sandbox\n  - {name: qa, freeze: ${freeze}}`;
  model = await addModel(scenario, 'held', { environments });
  scenario.forge.grant('ada', model.repository, 'admin');
});
afterAll(() => scenario?.stop());

const file = 'deploy/kube/10-deployment.yaml';
const running = () => model.view.file('qa', file);

/** A new release in sandbox; gives the pull request that promotes it into qa. */
async function release(greeting: string): Promise<number> {
  releases.push(await model.push('sandbox', model.changed({ greeting })));
  return model.promotionInto('qa')?.number ?? 0;
}

async function promote(greeting: string): Promise<number> {
  const number = await release(greeting);
  await model.told(number);
  await model.merge(number, 'merge');
  await model.told(number);
  return number;
}

const ask = (text: string, number: number, login = 'ada') =>
  say(scenario, model, number, login, `/tailrace ${text}`);

let asked: number;
let held: number;
let good: string;

test('a rollback puts the recorded manifests back by one commit forward, and holds the environment', async () => {
  await promote('first');
  good = await running();
  asked = await promote('second');
  const before = await model.view.head('qa');
  expect(await running()).not.toBe(good);
  const { reply, reactions } = await ask('rollback qa because prices are wrong', asked);
  expect(reactions).toEqual(['eyes', 'rocket']);
  expect(reply).toContain(`⏪ **qa** is back at release \`${releases[0]?.slice(0, 7)}\``);
  expect(reply).toContain(`Release \`${releases[1]?.slice(0, 7)}\` is withdrawn from there.`);
  expect((await ask('status', asked)).reply).toContain('✋ **qa** was rolled back from release');
  const head = await model.view.head('qa');
  const commit = await model.view.commit(head);
  expect(commit.parents).toEqual([before]);
  expect(commit.message).toContain('ada took');
  expect(await running()).toBe(good);
  expect(await model.view.file('qa', 'notebooks/evaluate.ipynb')).toContain('second');
  expect(model.view.pullRequests('open')).toEqual([]);
});

test('a held environment gets the source of what is promoted, keeps its manifests, and says so', async () => {
  const number = await release('third');
  held = number;
  const promotion = model.view.pullRequest(number);
  expect(promotion.title).toBe(`Promote churn ${releases[2]?.slice(0, 7)} to qa (held: its source only)`);
  expect(promotion.body).toContain(
    '**Merging this changes the source only, and deploys nothing.** **qa** was rolled back',
  );
  const { check, comment } = await model.told(number);
  expect(check).toMatchObject({ conclusion: 'success' });
  expect(check?.title).toMatch(/^qa is held, merging deploys nothing: rate 0\.25/);
  expect(comment).toContain('prices are wrong');
  const merged = await model.merge(number, 'merge');
  expect(await running()).toBe(good);
  expect(await model.view.head('qa')).toBe(merged);
  expect((await model.told(number)).comment).toContain(
    '### ✋ churn passed and is not deployed to qa, which is held',
  );
});

test('other manifests that a person brings into a held environment are put back at once, and that is said', async () => {
  const strange = await model.push('qa', { [file]: `${good}# by hand\n` });
  expect(await running()).toBe(good);
  const [comment] = await model.view.commitComments(strange);
  expect(comment?.body).toContain('### ✋ Put back: qa is held');
});

test('the end of a hold deploys the newest tested release, and says before which one that is', async () => {
  const { reply } = await ask('unhold qa', asked);
  expect(reply).toContain('▶️ Nobody holds **qa** any more.');
  expect(reply).toContain(`release \`${releases[2]?.slice(0, 7)}\` takes its place`);
  expect(await running()).toContain(releases[2]);
  const [sticky, told] = model.view.comments(held).map(({ body }) => body);
  expect([sticky, told]).toEqual([
    expect.stringContaining('### 🚀 churn is deployed to qa'),
    expect.stringContaining('### 🚀 churn is deployed to qa'),
  ]);
  expect((await ask('unhold qa', asked)).reply).toContain('**qa** is not held');
});

/** So much time passes, and Tailrace looks at it. */
async function pass(hours: number): Promise<void> {
  ahead += hours * hour;
  await scenario.reconcile();
  await scenario.settled();
}

test('a timed hold ends by itself: until then a push moves the source only, and nothing is promoted from there', async () => {
  const number = model.promotionInto('qa')?.number;
  expect(number).toBeUndefined();
  const held = await ask('hold sandbox for 2h because we measure', asked, 'dana');
  expect(held.reply).toContain('✋ **sandbox** is held by [dana](');
  await release('fourth');
  const [pushed] = await model.view.commitComments(releases[3] ?? '');
  expect(pushed?.body).toContain('### ✋ churn passed and is not deployed to sandbox, which is held');
  expect(await model.view.file('sandbox', file)).toContain(releases[2]);
  expect(model.promotionInto('qa')).toBeUndefined();

  await pass(2);
  expect(await model.view.file('sandbox', file)).toContain(releases[3]);
  expect(await model.view.commitComments(releases[3] ?? '')).toMatchObject([
    { body: expect.stringContaining('### 🚀 churn is deployed to sandbox') },
  ]);
  expect(model.promotionInto('qa')?.title).toBe(`Promote churn ${releases[3]?.slice(0, 7)} to qa`);
});

test('a freeze comes and goes by itself: the open promotion is made anew, and what is merged meanwhile follows', async () => {
  const number = model.promotionInto('qa')?.number ?? 0;
  expect((await model.told(number)).check?.title).toMatch(/^rate/);
  // Whenever in its hour this begins: half past is within.
  const minutes = (later - clock.now().getUTCHours() + 24) % 24;
  await pass(minutes + (30 - clock.now().getUTCMinutes()) / 60);
  expect(model.view.pullRequest(number).title).toContain('(held: its source only)');
  expect(model.view.pullRequest(number).body).toContain('the books are closed');
  expect((await ask('unhold qa', asked)).reply).toContain('It ends by itself then.');
  await model.merge(number, 'merge');
  expect(await running()).toContain(releases[2]);

  await pass(1);
  expect(await running()).toContain(releases[3]);
  expect(model.view.comments(number).map(({ body }) => body)).toMatchObject([
    expect.stringContaining('### 🚀 churn is deployed to qa'),
    expect.stringContaining('### 🚀 churn is deployed to qa'),
  ]);
});

test('an open promotion of a release that was rolled back before it turns red', async () => {
  const number = await release('fifth');
  expect((await model.told(number)).check).toMatchObject({ conclusion: 'success' });
  expect((await ask('rollback sandbox', asked, 'dana')).reply).toContain('⏪ **sandbox** is back');
  const { check } = await model.told(number);
  expect(check).toMatchObject({ conclusion: 'failure', title: 'its release was withdrawn from sandbox' });
  expect(await model.view.file('sandbox', file)).toContain(releases[3]);
});

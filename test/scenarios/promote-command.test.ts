import { afterAll, beforeAll, expect, test } from 'vitest';
import { addModel, type ModelRepository } from '../support/model-repository.ts';
import { say } from '../support/said.ts';
import { type Scenario, startScenario } from '../support/scenario.ts';

let scenario: Scenario;
let model: ModelRepository;
let releases: string[];
let first: number;
beforeAll(async () => {
  scenario = await startScenario();
  const environments = '  - name: sandbox\n  - name: qa\n  - name: prod';
  model = await addModel(scenario, 'promoted', { environments });
  scenario.forge.grant('max', model.repository, 'maintain');
  scenario.forge.grant('ada', model.repository, 'admin');
  first = await model.propose('feature', model.changed({ greeting: 'first' }));
  releases = [await model.merge(first)];
  releases.push(await model.push('sandbox', model.changed({ greeting: 'second' })));
});
afterAll(() => scenario?.stop());

const asked = (login: string, text: string, number = first) => say(scenario, model, number, login, text);
const short = (index: number) => releases[index]?.slice(0, 7) ?? '';

/** What the promotion into qa is about, and its pull request. */
function promotion(environment = 'qa') {
  const found = model.promotionInto(environment);
  if (!found) throw new Error(`There is no open promotion into ${environment}.`);
  model.view.comments(found.number);
  return { number: found.number, title: found.title, body: found.body ?? '' };
}

test('a promotion that was declined is opened again by whoever may promote there, and by nobody else', async () => {
  const { number } = promotion();
  await scenario.dana.close(model.repository, number);
  await scenario.settled();
  const refused = await asked('dana', '/tailrace promote');
  expect(refused.reactions).toEqual(['eyes', 'confused']);
  expect(refused.reply).toContain('dana has the role write here.');
  const again = await asked('max', '/tailrace promote');
  expect(again.reactions).toEqual(['eyes', 'rocket']);
  expect(again.reply).toContain(`by #${number}, which somebody had declined: it is opened again.`);
  expect(promotion()).toMatchObject({ number, title: `Promote churn ${short(1)} to qa` });
});

test('a named release takes the place of the newest, and an approved one takes in the newest when somebody asks', async () => {
  const { number } = promotion();
  expect((await asked('max', `/tailrace promote qa #${first}`)).reactions).toEqual(['eyes', 'rocket']);
  expect(promotion()).toMatchObject({ number, title: `Promote churn ${short(0)} to qa` });
  expect(promotion().body).toContain(`waits.** max asked for release \`${short(0)}\``);

  await scenario.forge.person('max').review(model.repository, number, 'approved');
  releases.push(await model.push('sandbox', model.changed({ greeting: 'third' })));
  expect(promotion().title).toContain(short(0));
  const newest = await asked('max', '/tailrace promote', number);
  expect(newest.reply).toContain(`Release \`${short(2)}\` goes on to **qa** by #${number}`);
  expect(promotion()).toMatchObject({ number, title: `Promote churn ${short(2)} to qa` });
  expect(promotion().body).not.toContain('waits');
});

test('no environment is skipped, and what is no release, is there already or older is said', async () => {
  expect((await asked('max', '/tailrace promote qa v9')).reply).toContain(
    'No release is called <code>v9</code>',
  );
  await model.merge(promotion().number);
  expect(promotion('prod').title).toContain(short(2));
  expect((await asked('max', '/tailrace promote')).reply).toContain('there is nothing to promote');
  const older = await asked('max', `/tailrace promote qa ${short(0)}`);
  expect(older.reply).toContain('a promotion goes forward');
  const skipping = await asked('ada', `/tailrace promote prod ${short(1)}`);
  expect(skipping.reactions).toEqual(['eyes', 'confused']);
  expect(skipping.reply).toContain(`Release \`${short(1)}\` has not been in **qa**`);
  expect(skipping.reply).toContain(`/tailrace promote qa ${short(1)}`);
});

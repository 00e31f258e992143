import { afterAll, beforeAll, expect, test } from 'vitest';
import { addModel, type ModelRepository } from '../support/model-repository.ts';
import { type Scenario, startScenario } from '../support/scenario.ts';

let scenario: Scenario;
let model: ModelRepository;
let released: string;
let issue: number;
beforeAll(async () => {
  scenario = await startScenario();
  scenario.forge.team('acme/oncall', ['ada']);
  const environments = '  - name: sandbox\n  - {name: prod, permissions: {override: ["@acme/oncall"]}}';
  model = await addModel(scenario, 'asked', { environments });
  released = await model.push('sandbox', model.changed({ greeting: 'asked' }));
  issue = scenario.dana.openIssue(model.repository, 'It is slow');
  expect((await model.told(model.promotionInto('prod')?.number ?? 0)).check).toMatchObject({
    conclusion: 'success',
  });
});
afterAll(() => scenario?.stop());

const overwrite = '/tailrace promote prod overwrite';

/** What came of a comment: our reactions to it, and the replies that were not there before. */
async function answers(act: () => Promise<number>) {
  const before = model.view.comments(issue).length;
  const id = await act();
  await scenario.settled();
  const comments = model.view.comments(issue);
  const reactions = comments.find((each) => each.id === id)?.reactions.map(({ content }) => content);
  const replies = comments.slice(before).filter(({ author }) => author !== 'dana' && author !== 'ada');
  return { id, reactions, replies: replies.map(({ body }) => body) };
}

const say = (text: string, by = scenario.dana) => answers(() => by.comment(model.repository, issue, text));

test('an issue, a commit and a pull request are answered alike: 👀, then 🚀, and one reply', async () => {
  const status = await say('/status');
  expect(status.reactions).toEqual(['eyes', 'rocket']);
  expect(status.replies).toEqual([
    expect.stringMatching(/\| \*\*sandbox\*\* +\| `[0-9a-f]{7}` +\| .* \| dana/),
  ]);
  expect(status.replies[0]).toMatch(/\| \*\*prod\*\* +\| nothing yet .*Promote churn/);

  await scenario.dana.commentOnCommit(model.repository, released, '/tailrace history sandbox');
  await scenario.settled();
  const [asked, reply] = await model.view.commitComments(released);
  expect(asked?.reactions.map(({ content }) => content)).toEqual(['eyes', 'rocket']);
  expect(reply?.body).toContain('What was deployed to **sandbox**, the newest first:');
  expect(reply?.body).toContain(`pushed as \`${released.slice(0, 7)}\``);

  const promotion = model.promotionInto('prod')?.number ?? 0;
  await scenario.dana.comment(model.repository, promotion, 'Which are there?\n\n/help');
  await scenario.settled();
  const help = model.view.comments(promotion).at(-1)?.body;
  expect(help).toContain('<code>/tailrace history &lt;environment&gt;</code>');
});

test('what the next promotion would change is shown, with its test where it was tested', async () => {
  const { reactions, replies } = await say('/diff prod');
  expect(reactions).toEqual(['eyes', 'rocket']);
  const [text = ''] = replies;
  expect(text).toContain(
    `What release \`${released.slice(0, 7)}\`, which runs in **sandbox**, would change in **prod**, where nothing runs yet:`,
  );
  expect(text).toMatch(/\*\*Image\*\* <code>sha256:[0-9a-f]{64}<\/code>/);
  expect(text).toContain(`- ${released} Change the model (dana)`);
  expect(text).toMatch(/<code>threshold<\/code> +\| – +\| <code>0.5<\/code>/);
  expect(text).toMatch(/\| rate +\| +– \| +0.25 \|/);
  expect(text).toContain('<code>10-deployment.yaml</code> added');
  expect((await say('/diff sandbox')).replies).toEqual([
    expect.stringContaining('Nothing would change in **sandbox**'),
  ]);
});

test('several commands are answered in their order, a wrong one with its usage; what is not ours not at all', async () => {
  const { reactions, replies } = await say('/help\n/history nowhere\n/tailrace history\n/lgtm');
  expect(reactions).toEqual(['eyes', 'rocket', 'confused']);
  expect(replies).toEqual([
    expect.stringContaining('What Tailrace understands'),
    expect.stringContaining('There is no environment <code>nowhere</code> here.'),
    expect.stringContaining('is not how `history` is written'),
  ]);
  expect(await say('/lgtm')).toMatchObject({ reactions: [], replies: [] });
  expect(await say('> /status')).toMatchObject({ reactions: [], replies: [] });
});

test('who may is whom the branch of the environment names; of an edited comment, whoever edited it', async () => {
  const refused = await say(overwrite);
  expect(refused.reactions).toEqual(['eyes', 'confused']);
  expect(refused.replies).toEqual([expect.stringContaining('is for the team <code>acme/oncall</code>')]);

  const ada = scenario.forge.person('ada');
  scenario.forge.grant('ada', model.repository, 'write');
  const edited = await answers(async () => {
    await ada.editComment(model.repository, refused.id, `${overwrite}\n\n/history prod`);
    return refused.id;
  });
  expect(edited.replies).toEqual([expect.stringContaining('Nothing was deployed to **prod** yet.')]);
  const again = await answers(async () => {
    await ada.editComment(model.repository, refused.id, `Hm.`);
    await ada.editComment(model.repository, refused.id, overwrite);
    return refused.id;
  });
  expect(again.replies).toEqual([
    expect.stringContaining('Nothing was changed: no open promotion into **prod**'),
  ]);
});

test('where the forge can not tell who somebody is, nothing is done; where it takes no reaction, all is', async () => {
  scenario.forge.fail({ method: 'GET', path: /\/collaborators\/dana\/permission$/, status: 403 });
  const away = await say('/status');
  expect(away.reactions).toEqual(['eyes', 'confused']);
  expect(away.replies).toEqual([expect.stringContaining('the forge could not tell what dana may do here')]);
  scenario.forge.fail({ method: 'POST', path: /\/issues\/comments\/\d+\/reactions$/, status: 403 });
  const deaf = await say('/history sandbox');
  expect(deaf.reactions).toEqual(['rocket']);
  expect(deaf.replies).toEqual([expect.stringContaining('What was deployed to **sandbox**')]);
});

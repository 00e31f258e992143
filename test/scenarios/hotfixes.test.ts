import { afterAll, beforeAll, expect, test } from 'vitest';
import { addModel, type ModelRepository } from '../support/model-repository.ts';
import { type Scenario, startScenario } from '../support/scenario.ts';

let scenario: Scenario;
let model: ModelRepository;
let hotfix: string;
beforeAll(async () => {
  scenario = await startScenario();
  model = await addModel(scenario, 'mended', { environments: '  - name: sandbox\n  - name: prod' });
  await model.push('sandbox', model.changed({ greeting: 'first' }));
  const { number } = openPull('tailrace/promote/prod');
  await model.merge(number);
  expect((await model.told(number)).comment).toContain('### 🚀 churn is deployed to prod');
});
afterAll(() => scenario?.stop());

const serving = async (ref: string) => model.view.file(ref, 'serve.py');

/** The one open pull request from a branch of ours. */
function openPull(branch: string) {
  const [found, ...others] = model.view.pullRequests('open').filter(({ head }) => head.branch === branch);
  if (!found) throw new Error(`There is no open pull request from ${branch}.`);
  expect(others).toEqual([]);
  return found;
}

test('a commit on a later environment is deployed there, and brought to the first one by a pull request', async () => {
  const { view } = model;
  hotfix = await model.push('prod', { 'serve.py': 'print("mended in a hurry")\n' });
  const [deployed] = await view.checkRuns(hotfix);
  expect(deployed).toMatchObject({ conclusion: 'success', title: 'churn is deployed to prod' });
  expect(deployed?.summary).toContain('**A hotfix of prod only:**');
  expect(await view.files('tailrace/evidence')).toContain(`releases/${hotfix}/prod/1/record.json`);

  const { number, title, body, base, head } = openPull('tailrace/backport/prod');
  expect([title, base.branch]).toEqual(["Bring churn's change of prod to sandbox", 'sandbox']);
  expect(body).toContain(`- ${hotfix} Change the model (dana)`);
  const commit = await view.commit(head.sha);
  expect(commit.parents).toEqual([await view.head('sandbox')]);
  expect(commit.message).toContain('Co-authored-by: dana <dana@people.example>');
  expect(await serving(head.sha)).toContain('mended in a hurry');
  const manifest = 'deploy/kube/10-deployment.yaml';
  expect(await view.file(head.sha, manifest)).toBe(await view.file('sandbox', manifest));
  expect((await model.told(number)).check).toMatchObject({ name: 'tailrace/sandbox', conclusion: 'success' });
  expect(model.promotionInto('prod')).toBeUndefined();
});

test('a release that lacks the hotfix waits for it, and turns green when the back-port has come', async () => {
  await model.push('sandbox', model.changed({ greeting: 'second' }));
  const { number } = openPull('tailrace/promote/prod');
  const backPort = openPull('tailrace/backport/prod').number;
  const red = await model.told(number);
  expect(red.check).toMatchObject({
    conclusion: 'failure',
    title: 'prod has a hotfix that this release lacks',
  });
  expect(red.comment).toContain(`- ${hotfix} Change the model (dana)`);
  expect(red.comment).toContain(`#${backPort} brings the same change to **sandbox**. Merge it:`);
  expect(red.comment).toContain('<code>serve.py</code> changed');

  await model.merge(backPort);
  expect((await model.told(backPort)).comment).toContain('### 🚀 churn is deployed to sandbox');
  expect((await model.told(number)).check).toMatchObject({ conclusion: 'success' });
  await model.merge(number);
  expect(await serving('prod')).toContain('mended in a hurry');
  expect(await model.view.file('prod', 'notebooks/evaluate.ipynb')).toContain('second');
  expect(model.view.pullRequests('open')).toEqual([]);
});

test('a hotfix that conflicts is told with its files and the commands, and is found when somebody brought it by hand', async () => {
  scenario.forge.loseNextDelivery('push');
  await model.push('sandbox', { ...model.changed({ greeting: 'third' }), 'serve.py': 'print("other")\n' });
  hotfix = await model.push('prod', { 'serve.py': 'print("mended again")\n' });
  expect(model.view.pullRequests('open')).toEqual([]);
  await scenario.reconcile();
  await scenario.settled();
  const { number } = openPull('tailrace/promote/prod');
  const { check, comment } = await model.told(number);
  expect(check).toMatchObject({ conclusion: 'failure' });
  expect(comment).toContain("Tailrace can't bring it to **sandbox** by itself");
  expect(comment).toContain('- <code>serve.py</code>');
  expect(comment).toContain(
    `git switch --create backport-prod origin/sandbox\ngit cherry-pick -x ${hotfix}\ngit push origin backport-prod`,
  );

  await model.push('sandbox', { 'serve.py': 'print("mended again")\n' });
  expect((await model.told(number)).check).toMatchObject({ conclusion: 'success' });
  expect(model.view.pullRequests('open')).toHaveLength(1);
});

const overwrite = '/tailrace promote prod overwrite';

/** Somebody writes a comment under the open promotion, and everything that follows is over. Gives what Tailrace made of it. */
async function say(login: string, text: string) {
  const { number } = openPull('tailrace/promote/prod');
  const id = await scenario.forge.person(login).comment(model.repository, number, text);
  await scenario.settled();
  const comments = model.view.comments(number);
  const comment = comments.find((each) => each.id === id);
  const reply = comments.at(-1);
  return { id, reactions: comment?.reactions.map(({ content }) => content), reply: reply?.body ?? '' };
}

/** The promotion's check, and the comment that goes with it. */
async function promotion() {
  const { number, head, body } = openPull('tailrace/promote/prod');
  const [check] = await model.view.checkRuns(head.sha);
  return { number, body, check, comment: model.view.comments(number)[0]?.body ?? '' };
}

test('who is no administrator is told who is; a word in a quote asks nothing', async () => {
  hotfix = await model.push('prod', { 'serve.py': 'print("urgent")\n' });
  expect((await promotion()).check).toMatchObject({ conclusion: 'failure' });
  const backPort = openPull('tailrace/backport/prod');
  expect((await model.told(backPort.number)).check).toMatchObject({ conclusion: 'success' });
  const refused = await say('dana', overwrite);
  expect(refused.reactions).toEqual(['eyes', 'confused']);
  expect(refused.reply).toContain('dana has the role write here.');
  expect(refused.reply).toContain('is for administrators of this repository: ask one of them to write it.');
  expect((await promotion()).check).toMatchObject({ conclusion: 'failure' });
  expect((await say('dana', `> ${overwrite}`)).reactions).toEqual([]);
  const unknown = await say('dana', '/tailrace promte prod overwrite');
  expect(unknown.reactions).toEqual(['eyes', 'confused']);
  expect(unknown.reply).toContain('Did you mean `promote`?');
  expect(unknown.reply).toContain(
    String.raw`<code>/tailrace promote \[&lt;environment&gt;\] \[&lt;release&gt; &#124; overwrite\]</code>`,
  );
});

test('an administrator lets the promotion go over this hotfix, and over no newer one', async () => {
  const backPort = openPull('tailrace/backport/prod').number;
  scenario.forge.grant('ada', model.repository, 'admin');
  const allowed = await say('ada', overwrite);
  expect(allowed.reactions).toEqual(['eyes', 'rocket']);
  expect(allowed.reply).toContain('🚀 The promotion into **prod** may go over the hotfix in the source tree');
  const { check, body } = await promotion();
  expect(check).toMatchObject({ conclusion: 'success' });
  expect(body).toContain('**This takes a hotfix away:** [ada allowed it](');
  expect(body).toContain(`- ${hotfix} Change the model (dana)`);

  await scenario.forge.person('ada').editComment(model.repository, allowed.id, `${overwrite}\n\nReally.`);
  await model.push('prod', { 'serve.py': 'print("more urgent")\n' });
  expect((await promotion()).check).toMatchObject({ conclusion: 'failure' });
  const newer = openPull('tailrace/backport/prod');
  expect([newer.number, await serving(newer.head.sha)]).toEqual([backPort, 'print("more urgent")\n']);
  expect((await model.told(backPort)).check).toMatchObject({ conclusion: 'success' });
});

test('manifests that somebody edited are shown, and are restored or overwritten', async () => {
  const manifest = 'deploy/kube/10-deployment.yaml';
  await say('ada', overwrite);
  const written = await model.view.file('prod', manifest);
  await model.push('prod', { [manifest]: written.replace('cpu: "250m"', 'cpu: "2"') });
  const red = await promotion();
  expect(red.check).toMatchObject({
    conclusion: 'failure',
    title: 'the manifests of prod were edited by hand',
  });
  expect(red.comment).toContain('<code>10-deployment.yaml</code> (Deployment churn) changed');
  expect(red.comment).toContain('+              cpu: "2"');
  await model.push('prod', { [manifest]: written });
  expect((await promotion()).check).toMatchObject({ conclusion: 'success' });

  await model.push('prod', { [manifest]: written.replace('cpu: "250m"', 'cpu: "3"') });
  expect((await promotion()).check).toMatchObject({ conclusion: 'failure' });
  expect((await say('ada', overwrite)).reply).toContain('may go over the edited manifests in the tree');
  const { number, check, body } = await promotion();
  expect(check).toMatchObject({ conclusion: 'success' });
  expect(body).toContain('**This replaces manifests that were edited by hand:** [ada allowed it](');
  await model.merge(number);
  expect(await model.view.file('prod', manifest)).toContain('cpu: "250m"');
  expect(await serving('prod')).toContain('mended again');
});
